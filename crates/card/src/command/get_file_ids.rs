//! `GetFileIds`: the numbers of an application's files.
//!
//! Source: NXP AN12753, "MIFARE DESFire EV3 quick start guide"; seen in `tests/vectors/desfire.json`.

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::Command;

/// Asks for all of them: a byte each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetFileIds;

impl Command for GetFileIds {
    const NAME: &'static str = "GetFileIds";
    const INSTRUCTION: u8 = 0x6F;
    const HEADER: usize = 0;
    type Reply = Vec<u8>;

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::default()
    }
}
