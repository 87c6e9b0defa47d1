//! `FAST_READ`: any pages at once. It never wraps: a page that may not be read refuses them all.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`FAST_READ`".

use zeroize::Zeroizing;

use super::{Command, bytes};
use crate::field::Heard;
use crate::type2::PAGE;

/// Reads pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FastRead {
    /// The first.
    pub first: u8,
    /// The last, not before the first.
    pub last: u8,
}

impl FastRead {
    fn length(self) -> usize {
        (usize::from(self.last) + 1).saturating_sub(self.first.into()) * PAGE
    }
}

impl Command for FastRead {
    const NAME: &'static str = "FAST_READ";
    type Reply = Vec<u8>;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x3A, self.first, self.last])
    }

    fn reply(&self, heard: &Heard) -> Option<Vec<u8>> {
        bytes(heard).filter(|bytes| bytes.len() == self.length()).map(<[u8]>::to_vec)
    }
}
