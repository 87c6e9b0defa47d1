//! `GetFreeMemory`: the room that is left on a MIFARE DESFire.
//!
//! Source: NXP AN12753, "MIFARE DESFire EV3 quick start guide"; seen in `tests/vectors/desfire.json`.

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{Command, Reply};
use crate::settings::Offset;

/// Asks for the number of bytes that nothing was made of yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetFreeMemory;

impl Command for GetFreeMemory {
    const NAME: &'static str = "GetFreeMemory";
    const INSTRUCTION: u8 = 0x6E;
    const HEADER: usize = 0;
    type Reply = Offset;

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::default()
    }
}

impl Reply for Offset {
    fn encode(&self) -> Vec<u8> {
        self.to_lsb().to_vec()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_lsb)
    }
}
