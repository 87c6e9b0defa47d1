//! Sectors: runs of blocks, the last of each its trailer.

use std::fmt;

use serde::Serialize;

use super::{Block, DataBlock};

/// A sector, by its number: 0 to 39. A chip of 1 KB has the first sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Sector(u8);

/// Sectors of four blocks; those behind them have sixteen.
const SMALL: u8 = 32;

impl Sector {
    /// The directory, and the manufacturer's block.
    pub const DIRECTORY: Self = Self(0);
    /// The rest of the directory, on a chip of 4 KB.
    pub const SECOND_DIRECTORY: Self = Self(16);

    /// The sector of this number; none behind the last of a chip of 4 KB.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 40 { Some(Self(number)) } else { None }
    }

    /// The sector that holds block `block`.
    pub(super) const fn of(block: u8) -> Self {
        if block < SMALL * 4 { Self(block / 4) } else { Self(SMALL + (block - SMALL * 4) / 16) }
    }

    /// As the chip counts.
    pub const fn as_u8(self) -> u8 {
        self.0
    }

    /// Whether it belongs to the directory. On a chip of 1 KB there is but one.
    pub const fn is_directory(self) -> bool {
        self.0 == Self::DIRECTORY.0 || self.0 == Self::SECOND_DIRECTORY.0
    }

    /// How many blocks it has: 4, or 16.
    pub(super) const fn length(self) -> u8 {
        if self.0 < SMALL { 4 } else { 16 }
    }

    /// Its first block.
    pub(super) const fn first(self) -> u8 {
        if self.0 < SMALL { self.0 * 4 } else { SMALL * 4 + (self.0 - SMALL) * 16 }
    }

    /// Its last block: keys and access conditions.
    pub const fn trailer(self) -> Block {
        Block::new(self.first() + (self.length() - 1))
    }

    /// Its blocks for whoever owns the card: without the trailer, and without the manufacturer's block.
    pub fn data_blocks(self) -> impl DoubleEndedIterator<Item = DataBlock> {
        let blocks = (0..self.length()).map(move |at| Block::new(self.first() + at));
        blocks.filter_map(DataBlock::new)
    }
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classic::{Area, Model};

    /// `MF1S70yyX`, "Memory organization": the blocks of a few sectors as its figure prints them.
    #[test]
    fn where_sectors_lie() {
        let cases = [(0, 0, 3), (1, 4, 7), (15, 60, 63), (16, 64, 67), (31, 124, 127)];
        let large = [(32, 128, 143), (33, 144, 159), (39, 240, 255)];
        for (number, first, last) in cases.into_iter().chain(large) {
            let sector = Sector::new(number).unwrap();
            assert_eq!(sector.trailer().as_u8(), last);
            for block in first..=last {
                assert_eq!(Block::new(block).sector(), sector, "block {block}");
            }
            let data: Vec<_> = sector.data_blocks().map(|block| block.block().as_u8()).collect();
            assert_eq!(data, (first.max(1)..last).collect::<Vec<_>>(), "sector {number}");
        }
        assert_eq!(Sector::new(40), None);
        let directory: Vec<_> = Model::Classic4k.directory_sectors().map(Sector::as_u8).collect();
        assert_eq!(directory, [0, 16]);
    }

    /// Each of 256 blocks, by the data sheet's words: five blocks of sixteen share a condition.
    #[test]
    fn which_condition_a_block_is_under() {
        use Area::{First, Second, Third, Trailer};
        let small = [First, Second, Third, Trailer].repeat(32);
        let large = [vec![First; 5], vec![Second; 5], vec![Third; 5], vec![Trailer]].concat();
        let all = [small, large.repeat(8)].concat();
        for (block, area) in (0..=255).zip(all) {
            let block = Block::new(block);
            assert_eq!(block.area(), area, "block {block}");
            let data = area != Trailer && block != Block::MANUFACTURER;
            assert_eq!(DataBlock::new(block).is_some(), data, "block {block}");
        }
    }
}
