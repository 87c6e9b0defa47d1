//! A position in a file.

use std::fmt;

/// Bytes from the start of a file, or a length in it: 24 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(u32);

impl Offset {
    /// The number, if it fits 24 bits.
    pub fn new(value: usize) -> Option<Self> {
        u32::try_from(value).ok().filter(|value| *value <= 0x00FF_FFFF).map(Self)
    }

    /// From the wire, least significant byte first.
    pub fn from_lsb([low, middle, high]: [u8; 3]) -> Self {
        Self(u32::from_le_bytes([low, middle, high, 0]))
    }

    /// For the wire, least significant byte first.
    pub fn to_lsb(self) -> [u8; 3] {
        let [low, middle, high, _] = self.0.to_le_bytes();
        [low, middle, high]
    }

    /// As an index.
    pub fn to_usize(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
