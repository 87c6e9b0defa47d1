//! `Load Keys`: a key for the reader, which keeps it in a volatile place. The card does not hear of it.
//!
//! Source: PC/SC Part 3, Rev. 2.01.09, "Load Keys Command": `FF 82 00 kn 06` and the key.

use tapsmith_core::secret::Reveal;
use zeroize::Zeroizing;

use super::{Command, READER, done};
use crate::classic::Key;

/// Gives the reader a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadKeys {
    /// The number of the place.
    pub slot: u8,
    /// The key.
    pub key: Key,
}

impl Command for LoadKeys {
    const NAME: &'static str = "Load Keys";
    const REACHES_CARD: bool = false;
    type Reply = ();

    fn apdu(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&[READER, 0x82, 0x00, self.slot, 0x06], &self.key.reveal()[..]].concat())
    }

    fn reply(&self, data: &[u8]) -> Option<()> {
        done(data)
    }
}
