//! Access conditions: who may do what with the blocks of a sector.
//!
//! Source: `MF1S50yyX` Rev. 3.0, "Access conditions".
//!
//! # Layout
//! - [`Condition`], [`DataCondition`], [`TrailerCondition`], [`Who`]: three bits, and what they allow.
//! - [`AccessConditions`]: all four of a sector, as three bytes.

mod condition;

pub use condition::{Condition, DataCondition, TrailerCondition, Who};

use serde::Serialize;
use thiserror::Error;

use super::{Area, DataBlock};

/// The access conditions of a sector: only such as a chip takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct AccessConditions {
    /// Of the three areas of data.
    pub data: [DataCondition; 3],
    /// Of the trailer.
    pub trailer: TrailerCondition,
}

/// The inverted bits are not those of the others. The chip blocks such a sector for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the access bits contradict themselves: the card has blocked this sector for ever")]
pub struct MalformedAccess;

impl AccessConditions {
    /// As delivered: both keys do anything, and key A changes the trailer. Key B can be read.
    ///
    /// Source: `MF1S50yyX` Rev. 3.0, "Sector trailer": `FF 07 80`.
    pub const DELIVERED: Self = Self::of_all([false, false, false], [false, false, true]);

    /// A sector of the directory: anybody reads, and key B changes it.
    ///
    /// Source: AN10787, "MAD sector access"; AN1304 Rev. 1.3: `78 77 88`.
    pub const DIRECTORY: Self = Self::of_all([true, false, false], [false, true, true]);

    /// A sector with NDEF: anybody reads and writes, and key B changes the trailer.
    ///
    /// Source: AN1304 Rev. 1.3, "NFC sector": `7F 07 88`.
    pub const NFC: Self = Self::of_all([false, false, false], [false, true, true]);

    /// Anybody reads, and nobody ever changes anything.
    ///
    /// Source: AN1304 Rev. 1.3, "READ-ONLY state": `07 8F 0F`.
    pub const READ_ONLY: Self = Self::of_all([false, true, false], [true, true, false]);

    const fn of_all(data: [bool; 3], trailer: [bool; 3]) -> Self {
        let data = DataCondition(Condition::new(data));
        Self { data: [data; 3], trailer: TrailerCondition(Condition::new(trailer)) }
    }

    /// The condition of `block`.
    pub const fn of(&self, block: DataBlock) -> DataCondition {
        let [first, second, third] = self.data;
        match block.block().area() {
            Area::First => first,
            Area::Second => second,
            Area::Third | Area::Trailer => third,
        }
    }

    /// Bytes 6 to 8 of the trailer: each bit once as it is and once inverted.
    pub fn encode(&self) -> [u8; 3] {
        let [first, second, third] = self.data.map(|data| data.0);
        let areas = [first, second, third, self.trailer.0];
        // One bit of each area, that of the trailer highest.
        let nibble = |bit: fn(&Condition) -> bool| {
            areas.iter().rev().fold(0, |bits, area| bits << 1 | u8::from(bit(area)))
        };
        let (c1, c2, c3) = (nibble(|area| area.c1), nibble(|area| area.c2), nibble(|area| area.c3));
        let inverted = |bits: u8| bits ^ 0x0F;
        [inverted(c2) << 4 | inverted(c1), c1 << 4 | inverted(c3), c3 << 4 | c2]
    }

    /// What [`AccessConditions::encode`] makes.
    ///
    /// # Errors
    /// A bit and its inverse are the same.
    pub fn decode(bytes: [u8; 3]) -> Result<Self, MalformedAccess> {
        let [_, middle, high] = bytes;
        let condition = |area: u8| {
            let bit = |byte: u8, at: u8| byte >> at & 1 == 1;
            Condition::new([bit(middle, 4 + area), bit(high, area), bit(high, 4 + area)])
        };
        let data = [0, 1, 2].map(|area| DataCondition(condition(area)));
        let read = Self { data, trailer: TrailerCondition(condition(3)) };
        if read.encode() == bytes { Ok(read) } else { Err(MalformedAccess) }
    }
}

impl From<AccessConditions> for String {
    fn from(access: AccessConditions) -> Self {
        tapsmith_core::hex::encode(&access.encode())
    }
}

#[cfg(test)]
mod tests;
