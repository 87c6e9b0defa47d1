//! `GetKeySettings`: what may be done without the master key of what is selected, and which keys it has.
//!
//! Source: NXP AN12753, "MIFARE DESFire EV3 quick start guide"; seen in `tests/vectors/desfire.json`.

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{Command, KeySettings};

/// Asks for the settings of the application that is selected, or of the card itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetKeySettings;

impl Command for GetKeySettings {
    const NAME: &'static str = "GetKeySettings";
    const INSTRUCTION: u8 = 0x45;
    const HEADER: usize = 0;
    type Reply = KeySettings;

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::default()
    }
}
