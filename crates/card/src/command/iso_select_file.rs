//! `ISOSelectFile`.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOSelectFile`".

use super::{FileNumber, IsoCommand};
use crate::apdu::CommandApdu;

/// Selects something by a name. The answer is never a file control block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IsoSelectFile {
    /// The NDEF application, by its DF name.
    Application,
    /// A file of the application.
    File(FileNumber),
}

/// The DF name of the NDEF application (NFC Forum Type 4 Tag 2.0).
pub const NDEF_APPLICATION: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];

impl IsoCommand for IsoSelectFile {
    const NAME: &'static str = "ISOSelectFile";
    type Reply = ();

    fn apdu(&self) -> CommandApdu {
        let (parameters, data, expected) = match self {
            Self::Application => ([0x04, 0x00], NDEF_APPLICATION.to_vec(), Some(0)),
            Self::File(file) => ([0x00, 0x0C], file.iso().to_be_bytes().to_vec(), None),
        };
        CommandApdu { class: 0x00, instruction: 0xA4, parameters, data, expected }
    }
}
