//! `Update Binary`: one block of the sector that is open.
//!
//! Source: PC/SC Part 3, Rev. 2.01.09, "Update Binary Command": `FF D6 00 block 10` and the data.

use std::fmt;

use zeroize::Zeroizing;

use super::{Command, READER, done};
use crate::classic::{Block, Data, DataBlock, Sector, Trailer};

/// Writes a block. A trailer is made of a [`Trailer`] and of nothing else, so that no access bits are
/// ever written that would block a sector. `Debug` shows no data.
#[derive(Clone, PartialEq, Eq)]
pub struct UpdateBinary {
    block: Block,
    data: Zeroizing<Data>,
}

impl UpdateBinary {
    /// Writes data.
    pub fn data(block: DataBlock, data: Data) -> Self {
        Self { block: block.block(), data: Zeroizing::new(data) }
    }

    /// Writes the trailer of `sector`.
    pub fn trailer(sector: Sector, trailer: &Trailer) -> Self {
        Self { block: sector.trailer(), data: trailer.to_bytes() }
    }

    /// Where it writes.
    pub const fn block(&self) -> Block {
        self.block
    }
}

impl Command for UpdateBinary {
    const NAME: &'static str = "Update Binary";
    const REACHES_CARD: bool = true;
    type Reply = ();

    fn apdu(&self) -> Zeroizing<Vec<u8>> {
        let head = [READER, 0xD6, 0x00, self.block.as_u8(), 0x10];
        Zeroizing::new([head.as_slice(), self.data.as_slice()].concat())
    }

    fn reply(&self, data: &[u8]) -> Option<()> {
        done(data)
    }
}

impl fmt::Debug for UpdateBinary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateBinary")
            .field("block", &self.block)
            .field("data", &"[redacted]")
            .finish()
    }
}
