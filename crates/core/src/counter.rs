//! The chip's tap counter.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// `SDMReadCtr`: 24 bits, one more at every tap, 0 when SDM was switched on.
///
/// Source: NT4H2421Gx Rev. 3.0, "SDM Read Counter".
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u32", into = "u32")]
pub struct ReadCounter(u32);

/// More than 24 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} is beyond a read counter: it ends at 16777215 (FFFFFF)")]
pub struct CounterOutOfRange(pub u32);

impl ReadCounter {
    /// `FFFFFF`: the last value; the chip answers no further tap.
    pub const MAX: Self = Self(0x00FF_FFFF);

    /// From the three bytes of PICCData and session vectors, least significant first.
    pub fn from_lsb([low, middle, high]: [u8; 3]) -> Self {
        Self(u32::from_le_bytes([low, middle, high, 0]))
    }

    /// From the three bytes of the plain mirror, most significant first.
    pub fn from_msb([high, middle, low]: [u8; 3]) -> Self {
        Self(u32::from_be_bytes([0, high, middle, low]))
    }

    /// As in PICCData and session vectors.
    pub fn to_lsb(self) -> [u8; 3] {
        let [low, middle, high, _] = self.0.to_le_bytes();
        [low, middle, high]
    }

    /// As in the plain mirror.
    pub fn to_msb(self) -> [u8; 3] {
        let [_, high, middle, low] = self.0.to_be_bytes();
        [high, middle, low]
    }

    /// The next value, or none at the end of the counter.
    pub fn next(self) -> Option<Self> {
        Self::try_from(self.0 + 1).ok()
    }
}

impl TryFrom<u32> for ReadCounter {
    type Error = CounterOutOfRange;

    fn try_from(value: u32) -> Result<Self, CounterOutOfRange> {
        if value <= Self::MAX.0 { Ok(Self(value)) } else { Err(CounterOutOfRange(value)) }
    }
}

impl From<ReadCounter> for u32 {
    fn from(counter: ReadCounter) -> Self {
        counter.0
    }
}

impl fmt::Display for ReadCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
