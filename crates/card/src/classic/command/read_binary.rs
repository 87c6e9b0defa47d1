//! `Read Binary`: one block of the sector that is open.
//!
//! Source: PC/SC Part 3, Rev. 2.01.09, "Read Binary Command": `FF B0 00 block 10`.

use zeroize::Zeroizing;

use super::{Command, READER};
use crate::classic::{Block, Data};

/// Reads a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadBinary {
    /// Which.
    pub block: Block,
}

impl Command for ReadBinary {
    const NAME: &'static str = "Read Binary";
    const REACHES_CARD: bool = true;
    type Reply = Data;

    fn apdu(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![READER, 0xB0, 0x00, self.block.as_u8(), 0x10])
    }

    fn reply(&self, data: &[u8]) -> Option<Data> {
        data.try_into().ok()
    }
}
