//! `GetApplicationIds`: the applications of a MIFARE DESFire. The card itself has to be selected.
//!
//! Source: NXP AN12753, "MIFARE DESFire EV3 quick start guide"; seen in `tests/vectors/desfire.json`.

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{ApplicationId, Command};

/// Asks for all of them, as far as anybody may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetApplicationIds;

impl Command for GetApplicationIds {
    const NAME: &'static str = "GetApplicationIds";
    const INSTRUCTION: u8 = 0x6A;
    const HEADER: usize = 0;
    type Reply = Vec<ApplicationId>;

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::default()
    }
}
