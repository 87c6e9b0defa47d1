//! The key settings of the PICC or of an application.

use serde::{Deserialize, Serialize};

/// One byte: what needs the master key, and which key changes keys.
///
/// Source: libfreefare and proxmark3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeySettings(pub u8);

/// Which key changes the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desfire) enum Changer {
    /// This one. It is itself changed with the master key.
    Key(u8),
    /// Each key itself.
    Same,
    /// Nobody.
    Nobody,
}

const MASTER_KEY_CHANGEABLE: u8 = 0x01;
const FREE_DIRECTORY: u8 = 0x02;
const FREE_CREATION: u8 = 0x04;
const CHANGEABLE: u8 = 0x08;

impl KeySettings {
    /// Of a PICC as delivered: everything is free that can be.
    pub const DELIVERED: Self = Self(0x0F);

    /// Whether the master key may still be changed.
    pub const fn master_key_is_changeable(self) -> bool {
        self.0 & MASTER_KEY_CHANGEABLE != 0
    }

    /// Whether lists and settings are shown without the master key.
    pub const fn has_free_directory(self) -> bool {
        self.0 & FREE_DIRECTORY != 0
    }

    /// Whether things are created, and files deleted, without the master key.
    pub const fn has_free_creation(self) -> bool {
        self.0 & FREE_CREATION != 0
    }

    /// Whether this byte may still be changed.
    pub const fn are_changeable(self) -> bool {
        self.0 & CHANGEABLE != 0
    }

    /// The high nibble; only an application has one.
    pub(in crate::desfire) const fn changer(self) -> Changer {
        match self.0 >> 4 {
            0xE => Changer::Same,
            0xF => Changer::Nobody,
            key => Changer::Key(key),
        }
    }

    /// Whether the key that the high nibble names is one of the first `keys`.
    pub(in crate::desfire) fn fits(self, keys: usize) -> bool {
        match self.changer() {
            Changer::Key(key) => usize::from(key) < keys,
            Changer::Same | Changer::Nobody => true,
        }
    }
}
