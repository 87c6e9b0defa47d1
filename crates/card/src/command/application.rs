//! Applications of a MIFARE DESFire, and what their keys are for.
//!
//! Source: NXP AN11004, "MIFARE DESFire as Type 4 Tag"; AN12753, "MIFARE DESFire EV3 quick start guide".

use std::fmt;

use super::Reply;

/// An application's number (AID), as it is sent: the least significant byte first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationId(pub [u8; 3]);

impl ApplicationId {
    /// The card itself, with its own master key.
    pub const PICC: Self = Self([0; 3]);
    /// The NDEF application that is made here. Readers find it by its DF name: the number is ours to choose.
    pub const NDEF: Self = Self([0x01, 0x00, 0x00]);
}

/// As people write it, the most significant byte first.
impl fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([low, middle, high]) = self;
        write!(f, "{high:02X}{middle:02X}{low:02X}")
    }
}

/// What may be done with and without the master key, and which keys there are: the two bytes that
/// `CreateApplication` sets and `GetKeySettings` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeySettings {
    /// `KeySettings1`: rights.
    pub rights: u8,
    /// `KeySettings2`: kind and number of keys.
    pub keys: u8,
}

impl KeySettings {
    /// The NDEF application's: files are listed without a key, and made with key 0 only; that may be changed, and
    /// key 0 too. Five AES keys; files have ISO identifiers.
    pub const NDEF: Self = Self { rights: 0x0B, keys: AES | ISO_FILES | 5 };

    /// Whether anybody may list what there is.
    pub const fn lists_freely(self) -> bool {
        self.rights & FREE_LIST != 0
    }

    /// Whether key 0 can be changed.
    pub const fn changes_master_key(self) -> bool {
        self.rights & MASTER_CHANGEABLE != 0
    }

    /// Whether anybody may make something new.
    pub const fn creates_freely(self) -> bool {
        self.rights & FREE_CREATE != 0
    }

    /// Whether the keys are AES keys.
    pub const fn are_aes(self) -> bool {
        self.keys & KIND == AES
    }

    /// How many keys there are.
    pub const fn number_of_keys(self) -> u8 {
        self.keys & 0x0F
    }

    /// Whether these are `other`'s, as far as a card says: whether files have ISO identifiers, it may keep to itself.
    pub const fn same_as(self, other: Self) -> bool {
        self.rights == other.rights && self.keys & !ISO_FILES == other.keys & !ISO_FILES
    }
}

const MASTER_CHANGEABLE: u8 = 0x01;
const FREE_LIST: u8 = 0x02;
const FREE_CREATE: u8 = 0x04;
const KIND: u8 = 0xC0;
const AES: u8 = 0x80;
const ISO_FILES: u8 = 0x20;

/// What stands behind the two bytes is about sets of keys, which nobody here uses.
impl Reply for KeySettings {
    fn encode(&self) -> Vec<u8> {
        vec![self.rights, self.keys]
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (&[rights, keys], _) = bytes.split_first_chunk()?;
        Some(Self { rights, keys })
    }
}

impl Reply for Vec<ApplicationId> {
    fn encode(&self) -> Vec<u8> {
        self.iter().flat_map(|id| id.0).collect()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (ids, rest) = bytes.as_chunks();
        rest.is_empty().then(|| ids.iter().copied().map(ApplicationId).collect())
    }
}
