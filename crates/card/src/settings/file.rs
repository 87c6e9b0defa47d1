//! File settings whole.

use tapsmith_core::access::{AccessRights, CommMode};

use super::Sdm;
use super::wire::{Reader, sdm_from_wire, sdm_to_wire};
use super::{decode_rights, encode_rights};
use crate::status::Status;

/// What `ChangeFileSettings` writes, and `GetFileSettings` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSettings {
    /// How the file's bytes travel.
    pub mode: CommMode,
    /// Who may do what.
    pub rights: AccessRights,
    /// SDM, if it is on.
    pub sdm: Option<Sdm>,
}

const SDM_ON: u8 = 0x40;

impl FileSettings {
    /// `FileOption ‖ AccessRights ‖ SDM block`.
    pub fn encode(&self) -> Vec<u8> {
        let mode = match self.mode {
            CommMode::Plain => 0x00,
            CommMode::Mac => 0x01,
            CommMode::Full => 0x03,
        };
        let mut bytes = vec![mode | self.sdm.map_or(0, |_| SDM_ON)];
        bytes.extend(encode_rights(self.rights));
        bytes.extend(self.sdm.iter().flat_map(sdm_to_wire));
        bytes
    }

    /// From the wire.
    ///
    /// # Errors
    /// [`Status::LENGTH`] if fields are missing or left over, [`Status::PARAMETER`] for a bit or
    /// nibble that means nothing.
    pub fn decode(bytes: &[u8]) -> Result<Self, Status> {
        let (&[option, low, high], sdm) = bytes.split_first_chunk().ok_or(Status::LENGTH)?;
        let settings = Self {
            mode: comm_mode(option)?,
            rights: decode_rights([low, high]).ok_or(Status::PARAMETER)?,
            sdm: None,
        };
        let mut reader = Reader::new(sdm);
        let sdm = (option & SDM_ON != 0).then(|| sdm_from_wire(&mut reader)).transpose()?;
        reader.end()?;
        Ok(Self { sdm, ..settings })
    }
}

fn comm_mode(option: u8) -> Result<CommMode, Status> {
    match option & !SDM_ON {
        0b00 | 0b10 => Ok(CommMode::Plain),
        0b01 => Ok(CommMode::Mac),
        0b11 => Ok(CommMode::Full),
        _ => Err(Status::PARAMETER),
    }
}
