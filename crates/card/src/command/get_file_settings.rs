//! `GetFileSettings`: how a file stands. Needs no authentication.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetFileSettings`".

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{Command, FileNumber, Reply};
use crate::settings::{FileSettings, Offset};
use crate::status::Status;

/// Asks for the settings of `file`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetFileSettings {
    /// Which file.
    pub file: FileNumber,
}

/// A file's settings and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileInfo {
    /// The settings.
    pub settings: FileSettings,
    /// The size in bytes.
    pub size: Offset,
}

impl GetFileSettings {
    /// The card's view of the payload.
    ///
    /// # Errors
    /// [`Status::LENGTH`], or [`Status::FILE_NOT_FOUND`].
    pub fn decode(payload: &[u8]) -> Result<Self, Status> {
        let [number] = *payload else { return Err(Status::LENGTH) };
        Ok(Self { file: number.try_into()? })
    }
}

impl Command for GetFileSettings {
    const NAME: &'static str = "GetFileSettings";
    const INSTRUCTION: u8 = 0xF5;
    const HEADER: usize = 1;
    type Reply = FileInfo;

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![self.file.as_u8()])
    }
}

/// `FileType 00 ‖ FileOption ‖ AccessRights ‖ FileSize ‖ SDM block`. SDM that is on and does nothing reads as off.
impl Reply for FileInfo {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = self.settings.encode();
        bytes.insert(0, STANDARD_DATA_FILE);
        bytes.splice(4..4, self.size.to_lsb());
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (&[STANDARD_DATA_FILE, option, low, high], rest) = bytes.split_first_chunk()? else {
            return None;
        };
        let (size, sdm) = rest.split_first_chunk()?;
        // What a MIFARE DESFire may say of a file that was made for SDM: the bit alone, or with no options behind it.
        let is_bare = option & SDM != 0 && matches!(sdm, [] | [0x00, 0xFF, 0xFF]);
        let (option, sdm) = if is_bare { (option & !SDM, &[][..]) } else { (option, sdm) };
        let settings = [&[option, low, high], sdm].concat();
        let settings = FileSettings::decode(&settings).ok()?;
        let sdm = settings.sdm.filter(|sdm| !sdm.is_idle());
        Some(Self { settings: FileSettings { sdm, ..settings }, size: Offset::from_lsb(*size) })
    }
}

const STANDARD_DATA_FILE: u8 = 0x00;
const SDM: u8 = 0x40;
