//! `READ`: four pages. Behind the last page that it may read it goes on with page 0.
//!
//! Source: NTAG213F/216F Rev. 3.1, "READ".

use zeroize::Zeroizing;

use super::{Command, bytes};
use crate::field::Heard;

/// Reads four pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// The first of them.
    pub page: u8,
}

impl Command for Read {
    const NAME: &'static str = "READ";
    type Reply = [u8; 16];

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x30, self.page])
    }

    fn reply(&self, heard: &Heard) -> Option<[u8; 16]> {
        bytes(heard)?.try_into().ok()
    }
}
