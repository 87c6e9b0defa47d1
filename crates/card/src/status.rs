//! Status words: the two bytes every answer ends with.

use std::fmt;

/// A status word, known or not.
///
/// Source: NT4H2421Gx Rev. 3.0, "Supported Commands and APDUs", "Status words"; those that only a MIFARE DESFire
/// says: NXP AN11004.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub u16);

impl Status {
    /// A wrapped command passed.
    pub const OK: Self = Self(0x9100);
    /// An ISO command passed.
    pub const ISO_OK: Self = Self(0x9000);
    /// Read_Sig passed, as silicon says it (the data sheet says 9100).
    pub const SIGNATURE_OK: Self = Self(0x9190);
    /// More frames wait.
    pub const ADDITIONAL_FRAME: Self = Self(0x91AF);
    /// Read_Sig refused.
    pub const COMMAND_NOT_FOUND: Self = Self(0x910B);
    /// Read_Sig with a wrong length or address.
    pub const COMMAND_FORMAT: Self = Self(0x910C);
    /// No such command.
    pub const ILLEGAL_COMMAND: Self = Self(0x911C);
    /// No room for what was to be made.
    pub const OUT_OF_MEMORY: Self = Self(0x910E);
    /// Wrong MAC, padding or CRC.
    pub const INTEGRITY: Self = Self(0x911E);
    /// No such key.
    pub const NO_SUCH_KEY: Self = Self(0x9140);
    /// Wrong length.
    pub const LENGTH: Self = Self(0x917E);
    /// Not allowed in this state, or by the file's rights for anybody.
    pub const PERMISSION_DENIED: Self = Self(0x919D);
    /// A parameter the chip does not take.
    pub const PARAMETER: Self = Self(0x919E);
    /// No such application.
    pub const APPLICATION_NOT_FOUND: Self = Self(0x91A0);
    /// The key is in its delay after failed authentications.
    pub const AUTHENTICATION_DELAY: Self = Self(0x91AD);
    /// Wrong key, or a right that this session does not have.
    pub const AUTHENTICATION: Self = Self(0x91AE);
    /// Beyond the end of the file.
    pub const BOUNDARY: Self = Self(0x91BE);
    /// Another command was still under way.
    pub const COMMAND_ABORTED: Self = Self(0x91CA);
    /// As many applications as there can be.
    pub const COUNT: Self = Self(0x91CE);
    /// There is one of this number, identifier or name.
    pub const DUPLICATE: Self = Self(0x91DE);
    /// The chip's memory failed.
    pub const MEMORY: Self = Self(0x91EE);
    /// No such file.
    pub const FILE_NOT_FOUND: Self = Self(0x91F0);
    /// ISO: wrong length.
    pub const ISO_LENGTH: Self = Self(0x6700);
    /// ISO: not free, or while authenticated.
    pub const ISO_SECURITY: Self = Self(0x6982);
    /// ISO: no file selected, or beyond its end.
    pub const ISO_CONDITIONS: Self = Self(0x6985);
    /// ISO: not found.
    pub const ISO_NOT_FOUND: Self = Self(0x6A82);
    /// ISO: wrong P1 or P2.
    pub const ISO_PARAMETERS: Self = Self(0x6A86);
    /// ISO: Lc does not go with P1 and P2.
    pub const ISO_LC: Self = Self(0x6A87);
    /// ISO: no such command.
    pub const ISO_INSTRUCTION: Self = Self(0x6D00);
    /// No such class.
    pub const ISO_CLASS: Self = Self(0x6E00);

    /// SW2, which the response MAC of a wrapped command covers.
    pub const fn low_byte(self) -> u8 {
        let [_, low] = self.0.to_be_bytes();
        low
    }

    /// The word in words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::OK | Self::ISO_OK | Self::SIGNATURE_OK => "done",
            Self::ADDITIONAL_FRAME => "more to come",
            Self::COMMAND_NOT_FOUND | Self::ILLEGAL_COMMAND | Self::ISO_INSTRUCTION => {
                "the card does not know this command"
            }
            Self::COMMAND_FORMAT | Self::LENGTH | Self::ISO_LENGTH => "wrong length",
            Self::INTEGRITY => "a MAC, padding or checksum was wrong",
            Self::NO_SUCH_KEY => "the card has no such key",
            Self::PERMISSION_DENIED => "the card does not allow this in its present state",
            Self::PARAMETER => "the card does not take this parameter",
            Self::AUTHENTICATION_DELAY => {
                "the card makes us wait after failed authentications; leave it on the reader"
            }
            Self::AUTHENTICATION => "wrong key, or a right this key does not have",
            Self::BOUNDARY => "beyond the end of the file",
            Self::COMMAND_ABORTED => "another command was still under way",
            Self::MEMORY => "the card's memory failed",
            Self::FILE_NOT_FOUND | Self::APPLICATION_NOT_FOUND | Self::ISO_NOT_FOUND => {
                "not found on the card"
            }
            Self::OUT_OF_MEMORY | Self::COUNT => "the card has no room for it",
            Self::DUPLICATE => "the card has one already",
            Self::ISO_SECURITY => "the file is not free for this",
            Self::ISO_CONDITIONS => "no file selected, or beyond its end",
            Self::ISO_PARAMETERS | Self::ISO_LC => "wrong parameters",
            Self::ISO_CLASS => "the card does not know this class of commands",
            _ => "a status this program does not know",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{:04X}]", self.meaning(), self.0)
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Status({:04X})", self.0)
    }
}
