//! `CreateApplication`, with an ISO file identifier and a DF name. The card itself has to be selected.
//!
//! Source: NXP AN11004, "MIFARE DESFire as Type 4 Tag"; the form with AES keys as seen on an EV3
//! (`tests/vectors/desfire.json`).

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{ApplicationId, Command, KeySettings, NDEF_APPLICATION};

/// Makes an application without files, whose keys are zeros of version 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateApplication {
    /// Its number.
    pub id: ApplicationId,
    /// Its rights and keys.
    pub keys: KeySettings,
    /// Its ISO file identifier.
    pub iso: u16,
    /// Its DF name.
    pub name: [u8; 7],
}

impl CreateApplication {
    /// The NDEF application: what NTAG 424 DNA is delivered with.
    pub const NDEF: Self = Self {
        id: ApplicationId::NDEF,
        keys: KeySettings::NDEF,
        iso: 0xE110,
        name: NDEF_APPLICATION,
    };
}

impl Command for CreateApplication {
    const NAME: &'static str = "CreateApplication";
    const INSTRUCTION: u8 = 0xCA;
    const HEADER: usize = 14;
    type Reply = ();

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        let keys = [self.keys.rights, self.keys.keys];
        Zeroizing::new([&self.id.0[..], &keys, &self.iso.to_le_bytes(), &self.name].concat())
    }
}
