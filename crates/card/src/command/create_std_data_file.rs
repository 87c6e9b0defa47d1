//! `CreateStdDataFile`, with an ISO file identifier. Where the application's settings ask for key 0, in a session
//! with it.
//!
//! Source: NXP AN11004, "MIFARE DESFire as Type 4 Tag". That SDM can be switched on later only where bit 6 was set
//! when the file was made: seen on an EV3 by the author of `TalkToYourDESFireCard`.

use tapsmith_core::access::{AccessRights, CommMode};
use zeroize::Zeroizing;

use super::{Command, FileNumber};
use crate::settings::{Offset, encode_rights};

/// Makes a file of zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateStdDataFile {
    /// Its number, and with it its ISO identifier.
    pub file: FileNumber,
    /// How its bytes shall travel.
    pub mode: CommMode,
    /// Whether SDM may be switched on later.
    pub sdm: bool,
    /// Who may do what.
    pub rights: AccessRights,
    /// Its size in bytes.
    pub size: Offset,
}

impl Command for CreateStdDataFile {
    const NAME: &'static str = "CreateStdDataFile";
    const INSTRUCTION: u8 = 0xCD;
    const HEADER: usize = 9;
    type Reply = ();

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        let mode = match self.mode {
            CommMode::Plain => 0x00,
            CommMode::Mac => 0x01,
            CommMode::Full => 0x03,
        };
        let option = mode | if self.sdm { SDM } else { 0 };
        let mut payload = vec![self.file.as_u8()];
        payload.extend(self.file.iso().to_le_bytes());
        payload.push(option);
        payload.extend(encode_rights(self.rights));
        payload.extend(self.size.to_lsb());
        Zeroizing::new(payload)
    }
}

const SDM: u8 = 0x40;
