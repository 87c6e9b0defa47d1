//! Which chip.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::template::Mirroring;

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
    /// NTAG 223 DNA, 144 bytes.
    Ntag223,
    /// NTAG 224 DNA, 208 bytes.
    Ntag224,
    /// MIFARE Ultralight EV1, of 128 bytes or of 48.
    UltralightEv1,
    /// MIFARE Ultralight C.
    UltralightC,
    /// MIFARE Ultralight AES.
    UltralightAes,
    /// MIFARE Classic with 1 KB.
    #[serde(rename = "classic-1k")]
    Classic1k,
    /// MIFARE Classic with 4 KB.
    #[serde(rename = "classic-4k")]
    Classic4k,
    /// MIFARE DESFire EV3, made an NTAG 424 DNA: an NDEF application with its files and five AES keys.
    DesfireEv3,
}

/// How a chip is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// NTAG 424 DNA: files, five AES keys, SUN.
    Ntag424,
    /// Pages of four bytes, and no files: `NTAG21x`, NTAG 22x DNA and MIFARE Ultralight.
    Type2,
    /// Blocks in sectors, each with two keys: MIFARE Classic.
    Classic,
    /// MIFARE DESFire: as NTAG 424 DNA, in an application that somebody has to make first.
    Desfire,
}

impl Chip {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Ntag424,
        Self::Ntag424tt,
        Self::Ntag213,
        Self::Ntag215,
        Self::Ntag216,
        Self::Ntag223,
        Self::Ntag224,
        Self::UltralightEv1,
        Self::UltralightC,
        Self::UltralightAes,
        Self::Classic1k,
        Self::Classic4k,
        Self::DesfireEv3,
    ];

    /// How it is spoken to.
    pub const fn family(self) -> Family {
        match self {
            Self::Ntag424 | Self::Ntag424tt => Family::Ntag424,
            Self::Ntag213
            | Self::Ntag215
            | Self::Ntag216
            | Self::Ntag223
            | Self::Ntag224
            | Self::UltralightEv1
            | Self::UltralightC
            | Self::UltralightAes => Family::Type2,
            Self::Classic1k | Self::Classic4k => Family::Classic,
            Self::DesfireEv3 => Family::Desfire,
        }
    }

    /// Whether it has files and five AES keys, and signs its taps.
    pub const fn has_files(self) -> bool {
        matches!(self.family(), Family::Ntag424 | Family::Desfire)
    }

    /// Its name, as profiles and the command line write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ntag424 => "ntag424",
            Self::Ntag424tt => "ntag424tt",
            Self::Ntag213 => "ntag213",
            Self::Ntag215 => "ntag215",
            Self::Ntag216 => "ntag216",
            Self::Ntag223 => "ntag223",
            Self::Ntag224 => "ntag224",
            Self::UltralightEv1 => "ultralight-ev1",
            Self::UltralightC => "ultralight-c",
            Self::UltralightAes => "ultralight-aes",
            Self::Classic1k => "classic-1k",
            Self::Classic4k => "classic-4k",
            Self::DesfireEv3 => "desfire-ev3",
        }
    }

    /// What it can write into an address. A chip that writes nothing has no more than any: the rules of SDM leave it
    /// the record alone.
    pub const fn mirroring(self) -> Mirroring {
        match self {
            Self::Ntag213 | Self::Ntag215 | Self::Ntag216 => Mirroring::Plain,
            Self::Ntag223 | Self::Ntag224 => Mirroring::SunCmac,
            _ => Mirroring::Sdm,
        }
    }

    /// Whether it is delivered without a capability container, which is OTP: what is set there stays.
    pub const fn has_otp(self) -> bool {
        matches!(self, Self::UltralightEv1 | Self::UltralightC | Self::UltralightAes)
    }

    /// Bytes from the first page that is the owner's on, as far as NDEF readers go. Of an Ultralight EV1 those of
    /// the large one.
    pub const fn ndef_room(self) -> usize {
        match self {
            Self::Ntag424 | Self::Ntag424tt | Self::DesfireEv3 => crate::ndef::FILE_SIZE,
            Self::Ntag213 | Self::Ntag223 | Self::UltralightC | Self::UltralightAes => 144,
            Self::Ntag224 => 208,
            Self::Ntag215 => 496,
            Self::Ntag216 => 872,
            Self::UltralightEv1 => 128,
            Self::Classic1k => 720,
            Self::Classic4k => 3360,
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
