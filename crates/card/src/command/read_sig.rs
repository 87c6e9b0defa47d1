//! `Read_Sig`: NXP's signature over the UID.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`Read_Sig`"; success is 9190 on silicon, where the data sheet says
//! 9100.

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{Command, Reply};
use crate::status::Status;

/// Asks for the originality signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSig;

/// r and s, 28 bytes each, most significant first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signature(pub [u8; 56]);

impl Command for ReadSig {
    const NAME: &'static str = "Read_Sig";
    const INSTRUCTION: u8 = 0x3C;
    const HEADER: usize = 1;
    const SUCCESS: Status = Status::SIGNATURE_OK;
    type Reply = Signature;

    fn mode(&self) -> CommMode {
        CommMode::Full
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x00])
    }
}

impl Reply for Signature {
    fn encode(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}
