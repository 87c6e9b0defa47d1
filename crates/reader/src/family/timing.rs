//! How long a Type 2 card may take.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Timing" of each command; MF0ICU2 Rev. 3.3, the same.

/// What most commands have, in microseconds.
const USUAL: u32 = 5_000;

/// What a write to the memory has.
const WRITE: u32 = 10_000;

/// What a page takes on the air: 4 bytes of 9 bits at 106 kbit/s, rounded up.
const PAGE: u32 = 400;

/// How long the answer to `frame` may be waited for, in microseconds.
pub(super) fn timeout(frame: &[u8]) -> u32 {
    match *frame {
        // WRITE, INCR_CNT.
        [0xA2 | 0xA5, ..] => WRITE,
        // FAST_READ: the answer may be long.
        [0x3A, first, last] => USUAL + PAGE * (u32::from(last.saturating_sub(first)) + 1),
        // The data of COMPATIBILITY_WRITE: sixteen bytes that are no command.
        [_, .., _] if frame.len() == 16 => WRITE,
        _ => USUAL,
    }
}
