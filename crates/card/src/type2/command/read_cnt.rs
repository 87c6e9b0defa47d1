//! `READ_CNT`: a counter. `NTAG21x` counts activations that read, in counter 2; Ultralight EV1 has three.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`READ_CNT`".

use tapsmith_core::counter::ReadCounter;
use zeroize::Zeroizing;

use super::{Command, bytes};
use crate::field::Heard;

/// Asks for a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadCnt {
    /// Which.
    pub counter: u8,
}

impl ReadCnt {
    /// The counter of an `NTAG21x`.
    pub const NFC: Self = Self { counter: 2 };
}

impl Command for ReadCnt {
    const NAME: &'static str = "READ_CNT";
    type Reply = ReadCounter;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x39, self.counter])
    }

    /// Least significant byte first.
    fn reply(&self, heard: &Heard) -> Option<ReadCounter> {
        bytes(heard)?.try_into().ok().map(ReadCounter::from_lsb)
    }
}
