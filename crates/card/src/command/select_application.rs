//! `SelectApplication`: an application of a MIFARE DESFire, or the card itself. It ends a session.
//!
//! Source: NXP AN11004, "MIFARE DESFire as Type 4 Tag".

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{ApplicationId, Command};

/// Selects an application by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SelectApplication(pub ApplicationId);

impl Command for SelectApplication {
    const NAME: &'static str = "SelectApplication";
    const INSTRUCTION: u8 = 0x5A;
    const HEADER: usize = 3;
    type Reply = ();

    fn mode(&self) -> CommMode {
        CommMode::Plain
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.0.to_vec())
    }
}
