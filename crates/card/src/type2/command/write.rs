//! `WRITE`: one page. Lock bits, and the pages that only gain bits, are or-ed.
//!
//! Source: NTAG213F/216F Rev. 3.1, "WRITE".

use std::fmt;

use zeroize::Zeroizing;

use super::{Command, done};
use crate::field::Heard;
use crate::type2::Page;

/// Writes a page. It may be a password's, so `Debug` shows no data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Write {
    /// Which.
    pub page: u8,
    /// What.
    pub data: Page,
}

impl Command for Write {
    const NAME: &'static str = "WRITE";
    type Reply = ();

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        let [a, b, c, d] = self.data;
        Zeroizing::new(vec![0xA2, self.page, a, b, c, d])
    }

    fn reply(&self, heard: &Heard) -> Option<()> {
        done(heard)
    }
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Write").field("page", &self.page).field("data", &"[redacted]").finish()
    }
}
