//! Blocks of sixteen bytes.

use std::fmt;

use serde::Serialize;

use super::Sector;

/// A block, by its number. A chip of 4 KB has all that fit a byte, one of 1 KB the first 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Block(u8);

/// A block that holds data: neither a trailer nor the manufacturer's. What is written to one can lock
/// nobody out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct DataBlock(Block);

/// Which of a sector's four access conditions a block is under.
///
/// Source: `MF1S50yyX` Rev. 3.0, "Access conditions"; `MF1S70yyX`, the same: in sectors of sixteen blocks,
/// five blocks share a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Block 0; of sixteen blocks, 0 to 4.
    First,
    /// Block 1; of sixteen blocks, 5 to 9.
    Second,
    /// Block 2; of sixteen blocks, 10 to 14.
    Third,
    /// The last block.
    Trailer,
}

impl Block {
    /// What the manufacturer wrote: UID and production data. Nobody can write it.
    pub const MANUFACTURER: Self = Self(0);

    /// The block of this number.
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// As the chip counts.
    pub const fn as_u8(self) -> u8 {
        self.0
    }

    /// The sector that it belongs to.
    pub const fn sector(self) -> Sector {
        Sector::of(self.0)
    }

    /// The access condition that it is under.
    pub const fn area(self) -> Area {
        let sector = self.sector();
        // Three shares and a trailer: of one block each, or of five.
        match (self.0 - sector.first()) / (sector.length() / 3) {
            0 => Area::First,
            1 => Area::Second,
            2 => Area::Third,
            _ => Area::Trailer,
        }
    }
}

impl DataBlock {
    /// The same block, if it holds data.
    pub const fn new(block: Block) -> Option<Self> {
        match (block.0, block.area()) {
            (0, _) | (_, Area::Trailer) => None,
            _ => Some(Self(block)),
        }
    }

    /// The block.
    pub const fn block(self) -> Block {
        self.0
    }

    /// The sector that it belongs to.
    pub const fn sector(self) -> Sector {
        self.0.sector()
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for DataBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
