//! Which chip.

use tapsmith_core::profile::Chip;

use super::command::Version;
use super::memory_map::{DynamicLock, KeyLock, MemoryMap};
use super::secret::Secret;
use crate::originality::Family;

/// A chip of Type 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// NTAG213, 144 bytes.
    Ntag213,
    /// NTAG215, 504 bytes.
    Ntag215,
    /// NTAG216, 888 bytes.
    Ntag216,
    /// MIFARE Ultralight EV1 MF0UL11, 48 bytes.
    UltralightEv1Small,
    /// MIFARE Ultralight EV1 MF0UL21, 128 bytes.
    UltralightEv1Large,
    /// MIFARE Ultralight C, 144 bytes; it has no `GET_VERSION`.
    UltralightC,
    /// MIFARE Ultralight AES, 144 bytes.
    UltralightAes,
    /// NTAG 223 DNA, 144 bytes.
    Ntag223,
    /// NTAG 224 DNA, 208 bytes.
    Ntag224,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Ntag213,
        Self::Ntag215,
        Self::Ntag216,
        Self::UltralightEv1Small,
        Self::UltralightEv1Large,
        Self::UltralightC,
        Self::UltralightAes,
        Self::Ntag223,
        Self::Ntag224,
    ];

    /// The chip of this version: whatever its capacitance, and with a status loop or without.
    pub const fn of(version: Version) -> Option<Self> {
        let Version { vendor: 0x04, kind, major, storage, .. } = version else { return None };
        Some(match (kind, major, storage) {
            (0x04, 0x01, 0x0F) => Self::Ntag213,
            (0x04, 0x01, 0x11) => Self::Ntag215,
            (0x04, 0x01, 0x13) => Self::Ntag216,
            (0x04, 0x04, 0x0F) => Self::Ntag223,
            (0x04, 0x05, 0x10) => Self::Ntag224,
            (0x03, 0x01, 0x0B) => Self::UltralightEv1Small,
            (0x03, 0x01, 0x0E) => Self::UltralightEv1Large,
            (0x03, 0x04, 0x0F) => Self::UltralightAes,
            _ => return None,
        })
    }

    /// What it answers to `GET_VERSION`, in its commonest form; none if it does not know the command.
    pub const fn version(self) -> Option<Version> {
        let (kind, subtype, major, storage) = match self {
            Self::Ntag213 => (0x04, 0x02, 0x01, 0x0F),
            Self::Ntag215 => (0x04, 0x02, 0x01, 0x11),
            Self::Ntag216 => (0x04, 0x02, 0x01, 0x13),
            Self::Ntag223 => (0x04, 0x02, 0x04, 0x0F),
            Self::Ntag224 => (0x04, 0x02, 0x05, 0x10),
            Self::UltralightEv1Small => (0x03, 0x01, 0x01, 0x0B),
            Self::UltralightEv1Large => (0x03, 0x01, 0x01, 0x0E),
            Self::UltralightAes => (0x03, 0x01, 0x04, 0x0F),
            Self::UltralightC => return None,
        };
        Some(Version { vendor: 0x04, kind, subtype, major, minor: 0x00, storage, protocol: 0x03 })
    }

    /// Its name, as `card inspect` says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ntag213 => "ntag213",
            Self::Ntag215 => "ntag215",
            Self::Ntag216 => "ntag216",
            Self::UltralightEv1Small | Self::UltralightEv1Large => "ultralight-ev1",
            Self::UltralightC => "ultralight-c",
            Self::UltralightAes => "ultralight-aes",
            Self::Ntag223 => "ntag223",
            Self::Ntag224 => "ntag224",
        }
    }

    /// The chip of a profile; of the two Ultralight EV1 the large one. None if it is no chip of pages.
    pub const fn of_chip(chip: Chip) -> Option<Self> {
        Some(match chip {
            Chip::Ntag213 => Self::Ntag213,
            Chip::Ntag215 => Self::Ntag215,
            Chip::Ntag216 => Self::Ntag216,
            Chip::Ntag223 => Self::Ntag223,
            Chip::Ntag224 => Self::Ntag224,
            Chip::UltralightEv1 => Self::UltralightEv1Large,
            Chip::UltralightC => Self::UltralightC,
            Chip::UltralightAes => Self::UltralightAes,
            Chip::Ntag424
            | Chip::Ntag424tt
            | Chip::Classic1k
            | Chip::Classic4k
            | Chip::DesfireEv3 => return None,
        })
    }

    /// Whether it is the chip that a profile is for.
    pub fn is(self, chip: Chip) -> bool {
        self.name() == chip.name()
    }

    /// Who signed it, if it has a signature.
    pub const fn signature(self) -> Option<Family> {
        match self {
            Self::Ntag213 | Self::Ntag215 | Self::Ntag216 => Some(Family::Ntag21x),
            Self::UltralightEv1Small | Self::UltralightEv1Large => Some(Family::UltralightEv1),
            Self::UltralightAes => Some(Family::UltralightAes),
            Self::Ntag223 | Self::Ntag224 => Some(Family::Ntag22x),
            Self::UltralightC => None,
        }
    }

    /// What stands where.
    ///
    /// Source: NTAG213F/216F Rev. 3.1 and MF0ICU2 Rev. 3.3, "Memory organization"; of the others, and of
    /// Ultralight AES and NTAG 22x DNA as seen on silicon, see `hardware-notes`.
    pub fn memory(self) -> MemoryMap {
        let map = |user_end, locks, configuration, last, capacity| MemoryMap {
            user_end,
            locks,
            configuration,
            key_lock: None,
            signing_key: None,
            last,
            capacity,
        };
        let ntag = DynamicLock::ntag;
        match self {
            Self::Ntag213 => map(0x27, Some(ntag(0x28, 2, 12)), Some(0x29), 0x2C, 0x12),
            Self::Ntag215 => map(0x81, Some(ntag(0x82, 16, 8)), Some(0x83), 0x86, 0x3E),
            Self::Ntag216 => map(0xE1, Some(ntag(0xE2, 16, 14)), Some(0xE3), 0xE6, 0x6D),
            Self::UltralightEv1Small => map(0x0F, None, Some(0x10), 0x13, 0x06),
            Self::UltralightEv1Large => map(0x23, Some(ntag(0x24, 2, 10)), Some(0x25), 0x28, 0x10),
            Self::UltralightC => MemoryMap {
                key_lock: Some(KeyLock::ULTRALIGHT_C),
                ..map(0x27, Some(DynamicLock::ULTRALIGHT_C), Some(0x2A), 0x2F, 0x12)
            },
            Self::UltralightAes => MemoryMap {
                key_lock: Some(KeyLock::ULTRALIGHT_AES),
                ..map(0x27, Some(ntag(0x28, 2, 12)), Some(0x29), 0x3B, 0x12)
            },
            Self::Ntag223 => MemoryMap {
                key_lock: Some(KeyLock::dna(0x2D)),
                signing_key: Some(0x34),
                ..map(0x27, Some(ntag(0x28, 2, 12)), Some(0x29), 0x3B, 0x12)
            },
            Self::Ntag224 => MemoryMap {
                key_lock: Some(KeyLock::dna(0x3D)),
                signing_key: Some(0x44),
                ..map(0x37, Some(ntag(0x38, 4, 10)), Some(0x39), 0x4B, 0x1A)
            },
        }
    }

    /// Whether it has a password of four bytes.
    pub const fn has_password(self) -> bool {
        matches!(
            self,
            Self::Ntag213
                | Self::Ntag215
                | Self::Ntag216
                | Self::UltralightEv1Small
                | Self::UltralightEv1Large
                | Self::Ntag223
        )
    }

    /// What opens it.
    pub const fn secret(self) -> Option<Secret> {
        match self {
            Self::UltralightC => Some(Secret::TripleDes),
            Self::UltralightAes | Self::Ntag224 => Some(Secret::Aes),
            _ if self.has_password() => Some(Secret::Password),
            _ => None,
        }
    }

    /// Whether it knows `FAST_READ`.
    pub const fn has_fast_read(self) -> bool {
        !matches!(self, Self::UltralightC)
    }

    /// Whether it is an NTAG, which is delivered as one for NDEF.
    pub const fn is_ntag(self) -> bool {
        self.is_ntag21x() || matches!(self, Self::Ntag223 | Self::Ntag224)
    }

    /// Whether it is an NTAG213, 215 or 216, the ones that mirror UID and counter in plain.
    pub const fn is_ntag21x(self) -> bool {
        matches!(self, Self::Ntag213 | Self::Ntag215 | Self::Ntag216)
    }
}
