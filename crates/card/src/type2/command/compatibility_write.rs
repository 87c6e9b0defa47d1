//! `COMPATIBILITY_WRITE`: one page in two frames, for readers made for MIFARE Classic.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`COMPATIBILITY_WRITE`". The second frame is no command: sent alone,
//! it would be read as one, so it is never repeated.

use std::fmt;

use zeroize::Zeroizing;

use super::{Command, done};
use crate::field::Heard;
use crate::type2::Page;

/// Announces a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompatibilityWrite {
    /// Which.
    pub page: u8,
}

/// The page's data. `Debug` shows none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CompatibilityData {
    /// What.
    pub data: Page,
}

impl Command for CompatibilityWrite {
    const NAME: &'static str = "COMPATIBILITY_WRITE";
    type Reply = ();

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0xA0, self.page])
    }

    fn reply(&self, heard: &Heard) -> Option<()> {
        done(heard)
    }
}

impl Command for CompatibilityData {
    const NAME: &'static str = "COMPATIBILITY_WRITE, second frame";
    type Reply = ();

    /// Sixteen bytes, of which the chip takes four.
    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.data.as_slice(), &[0; 12]].concat())
    }

    fn reply(&self, heard: &Heard) -> Option<()> {
        done(heard)
    }
}

impl fmt::Debug for CompatibilityData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CompatibilityData([redacted])")
    }
}
