//! Which chip.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The chips a profile can be for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Chip {
    /// NTAG 424 DNA.
    #[default]
    Ntag424,
    /// NTAG 424 DNA TagTamper.
    Ntag424tt,
    /// NTAG213, 144 bytes.
    Ntag213,
    /// NTAG215, 504 bytes.
    Ntag215,
    /// NTAG216, 888 bytes.
    Ntag216,
    /// MIFARE Ultralight EV1, of 128 bytes or of 48.
    UltralightEv1,
    /// MIFARE Ultralight C.
    UltralightC,
    /// MIFARE Ultralight AES.
    UltralightAes,
}

/// How a chip is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// NTAG 424 DNA: files, five AES keys, SUN.
    Ntag424,
    /// Pages of four bytes, and no files: `NTAG21x` and MIFARE Ultralight.
    Type2,
}

impl Chip {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Ntag424,
        Self::Ntag424tt,
        Self::Ntag213,
        Self::Ntag215,
        Self::Ntag216,
        Self::UltralightEv1,
        Self::UltralightC,
        Self::UltralightAes,
    ];

    /// How it is spoken to.
    pub const fn family(self) -> Family {
        match self {
            Self::Ntag424 | Self::Ntag424tt => Family::Ntag424,
            Self::Ntag213
            | Self::Ntag215
            | Self::Ntag216
            | Self::UltralightEv1
            | Self::UltralightC
            | Self::UltralightAes => Family::Type2,
        }
    }

    /// Its name, as profiles and the command line write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ntag424 => "ntag424",
            Self::Ntag424tt => "ntag424tt",
            Self::Ntag213 => "ntag213",
            Self::Ntag215 => "ntag215",
            Self::Ntag216 => "ntag216",
            Self::UltralightEv1 => "ultralight-ev1",
            Self::UltralightC => "ultralight-c",
            Self::UltralightAes => "ultralight-aes",
        }
    }

    /// Whether it writes its UID and a counter of its reads into the address, in plain.
    pub const fn mirrors_plain(self) -> bool {
        matches!(self, Self::Ntag213 | Self::Ntag215 | Self::Ntag216)
    }

    /// Whether it is delivered without a capability container, which is OTP: what is set there stays.
    pub const fn has_otp(self) -> bool {
        matches!(self, Self::UltralightEv1 | Self::UltralightC | Self::UltralightAes)
    }

    /// Bytes from the first page that is the owner's on, as far as NDEF readers go. Of an Ultralight EV1 those of
    /// the large one.
    pub const fn ndef_room(self) -> usize {
        match self {
            Self::Ntag424 | Self::Ntag424tt => crate::ndef::FILE_SIZE,
            Self::Ntag213 | Self::UltralightC | Self::UltralightAes => 144,
            Self::Ntag215 => 496,
            Self::Ntag216 => 872,
            Self::UltralightEv1 => 128,
        }
    }
}

impl fmt::Display for Chip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_and_people_say_the_same_names() {
        for chip in Chip::ALL {
            assert_eq!(serde_json::to_value(chip).unwrap(), chip.name());
        }
    }
}
