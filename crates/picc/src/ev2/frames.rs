//! How many frames a command takes, and how much of one came in before the power went.
//!
//! Source: ISO/IEC 14443-4, "Block format", "Chaining"; NT4H2421Gx Rev. 3.0, "Command Chaining", "`WriteData`".

use super::unknowns::LastFrame;

/// CLA, INS, P1, P2 and Lc.
const HEAD: usize = 5;
/// Le.
const TAIL: usize = 1;

/// A chip's frames, by the bytes of an APDU that one carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frames(pub(crate) usize);

impl Frames {
    /// How many an APDU of this length takes.
    pub(crate) fn of(self, length: usize) -> usize {
        length.div_ceil(self.0).max(1)
    }

    /// How many a wrapped command with this body takes.
    pub(crate) fn of_wrapped(self, body: &[u8]) -> usize {
        self.of(HEAD + body.len() + TAIL)
    }

    /// How much of an APDU's `data` came in with its first `frames`.
    pub(crate) fn arrived(self, frames: usize, data: &[u8]) -> usize {
        (frames * self.0).saturating_sub(HEAD).min(data.len())
    }

    /// How much of a wrapped write's `body` is carried out before its MAC is checked.
    pub(crate) fn written_ahead(self, last: LastFrame, body: &[u8]) -> &[u8] {
        let before = self.of_wrapped(body) - 1;
        let ahead = match last {
            LastFrame::WrittenAhead if before > 0 => body.len(),
            _ => self.arrived(before, body),
        };
        body.get(..ahead).unwrap_or(body)
    }
}
