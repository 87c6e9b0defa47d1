//! `General Authenticate`: opens the sector of a block with a key that the reader was given. Only the last one
//! counts.
//!
//! Source: PC/SC Part 3, Rev. 2.01.09, "General Authenticate Command": `FF 86 00 00 05 01 00 block 60|61 kn`.

use zeroize::Zeroizing;

use super::{Command, READER, done};
use crate::classic::{Block, KeyKind};

/// Opens a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeneralAuthenticate {
    /// Any block of it.
    pub block: Block,
    /// As which of its keys.
    pub kind: KeyKind,
    /// Where the reader keeps the key.
    pub slot: u8,
}

impl Command for GeneralAuthenticate {
    const NAME: &'static str = "General Authenticate";
    const REACHES_CARD: bool = true;
    type Reply = ();

    fn apdu(&self) -> Zeroizing<Vec<u8>> {
        let kind = match self.kind {
            KeyKind::A => 0x60,
            KeyKind::B => 0x61,
        };
        let block = self.block.as_u8();
        Zeroizing::new(vec![READER, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, block, kind, self.slot])
    }

    fn reply(&self, data: &[u8]) -> Option<()> {
        done(data)
    }
}
