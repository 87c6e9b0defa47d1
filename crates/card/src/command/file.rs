//! The three files of the application.

use std::fmt;

use crate::status::Status;

/// A file's number.
///
/// Source: NT4H2421Gx Rev. 3.0, "Files".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileNumber {
    /// `01h`: the capability container, 32 bytes.
    CapabilityContainer,
    /// `02h`: the NDEF file, 256 bytes; the only one with SDM.
    Ndef,
    /// `03h`: the proprietary file, 128 bytes.
    Proprietary,
}

impl FileNumber {
    /// All three.
    pub const ALL: [Self; 3] = [Self::CapabilityContainer, Self::Ndef, Self::Proprietary];

    /// As in commands.
    pub const fn as_u8(self) -> u8 {
        match self {
            Self::CapabilityContainer => 1,
            Self::Ndef => 2,
            Self::Proprietary => 3,
        }
    }

    /// The ISO file identifier.
    pub const fn iso(self) -> u16 {
        match self {
            Self::CapabilityContainer => 0xE103,
            Self::Ndef => 0xE104,
            Self::Proprietary => 0xE105,
        }
    }

    /// Its size in bytes.
    pub const fn size(self) -> usize {
        match self {
            Self::CapabilityContainer => 32,
            Self::Ndef => 256,
            Self::Proprietary => 128,
        }
    }
}

impl TryFrom<u8> for FileNumber {
    type Error = Status;

    fn try_from(number: u8) -> Result<Self, Status> {
        Self::ALL.into_iter().find(|file| file.as_u8() == number).ok_or(Status::FILE_NOT_FOUND)
    }
}

impl fmt::Display for FileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {:02X}h", self.as_u8())
    }
}
