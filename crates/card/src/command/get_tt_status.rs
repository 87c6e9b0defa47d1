//! `GetTTStatus`: the tag-tamper loop, measured anew.
//!
//! Source: NT4H2421Tx Rev. 3.0, "`GetTTStatus`"; that a session encrypts the answer even where anybody may
//! ask was seen on silicon.

use tapsmith_core::access::CommMode;
use tapsmith_core::tamper::TagTamper;
use zeroize::Zeroizing;

use super::{Command, Reply};

/// Asks for the state of the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetTtStatus;

impl Command for GetTtStatus {
    const NAME: &'static str = "GetTTStatus";
    const INSTRUCTION: u8 = 0xF7;
    const HEADER: usize = 0;
    type Reply = TagTamper;

    fn mode(&self) -> CommMode {
        CommMode::Full
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::default()
    }
}

impl Reply for TagTamper {
    fn encode(&self) -> Vec<u8> {
        self.to_bytes().to_vec()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        Self::from_bytes(bytes.try_into().ok()?)
    }
}
