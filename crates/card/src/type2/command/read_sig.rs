//! `READ_SIG`: NXP's signature over the UID; 32 bytes on secp128r1, 48 on secp192r1.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`READ_SIG`".

use zeroize::Zeroizing;

use super::{Command, bytes};
use crate::field::Heard;

/// Asks for the originality signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSig;

impl Command for ReadSig {
    const NAME: &'static str = "READ_SIG";
    type Reply = Vec<u8>;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x3C, 0x00])
    }

    fn reply(&self, heard: &Heard) -> Option<Vec<u8>> {
        bytes(heard).filter(|bytes| matches!(bytes.len(), 32 | 48)).map(<[u8]>::to_vec)
    }
}
