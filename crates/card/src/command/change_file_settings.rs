//! `ChangeFileSettings`: new rights, a new mode, or SDM for a file.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeFileSettings`".
//!
//! # Irreversible operations
//! Settings with the change right at `F` can never be changed again.

use tapsmith_core::access::{Access, AccessRights, CommMode};
use zeroize::Zeroizing;

use super::{Command, FileNumber};
use crate::settings::FileSettings;
use crate::status::Status;

/// Gives `file` new settings, all of them at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeFileSettings {
    /// Which file.
    pub file: FileNumber,
    /// What it shall be.
    pub settings: FileSettings,
    /// How it travels in a session: in full, but plain if anybody may change the file's settings.
    pub mode: CommMode,
}

impl ChangeFileSettings {
    /// Gives `file`, whose rights are `now`, new settings.
    pub fn new(file: FileNumber, now: AccessRights, settings: FileSettings) -> Self {
        let mode = if now.change == Access::Free { CommMode::Plain } else { CommMode::Full };
        Self { file, settings, mode }
    }

    /// The card's view of the payload; the mode is the file's business.
    ///
    /// # Errors
    /// [`Status::LENGTH`], [`Status::FILE_NOT_FOUND`], or [`Status::PARAMETER`] for a bit or nibble
    /// that means nothing.
    pub fn decode(payload: &[u8]) -> Result<Self, Status> {
        let (number, settings) = payload.split_first().ok_or(Status::LENGTH)?;
        let file = (*number).try_into()?;
        Ok(Self { file, settings: FileSettings::decode(settings)?, mode: CommMode::Full })
    }
}

impl Command for ChangeFileSettings {
    const NAME: &'static str = "ChangeFileSettings";
    const INSTRUCTION: u8 = 0x5F;
    const HEADER: usize = 1;
    type Reply = ();

    fn mode(&self) -> CommMode {
        self.mode
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&[self.file.as_u8()], self.settings.encode().as_slice()].concat())
    }
}
