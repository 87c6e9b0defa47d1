//! Roles and the chip's key slots, roles and the order's two keys.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::derive::ts1::Role;
use crate::key::KeyNumber;

/// Which slot of the chip each role's key goes to. Slot 0 is the application's master key by the
/// chip's own rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Slots {
    /// Changes keys and settings: always slot 0.
    pub app_master: KeyNumber,
    /// Opens PICCData.
    pub meta_read: KeyNumber,
    /// Signs.
    pub file_read: KeyNumber,
    /// Spare.
    pub spare_3: KeyNumber,
    /// Spare.
    pub spare_4: KeyNumber,
}

impl Slots {
    /// The slot of a role's key.
    pub const fn of(self, role: Role) -> KeyNumber {
        match role {
            Role::AppMaster => self.app_master,
            Role::MetaRead => self.meta_read,
            Role::FileRead => self.file_read,
            Role::Spare3 => self.spare_3,
            Role::Spare4 => self.spare_4,
        }
    }

    /// The role whose key is in a slot, if there is one.
    pub fn role_of(self, number: KeyNumber) -> Option<Role> {
        Role::ALL.into_iter().find(|role| self.of(*role) == number)
    }
}

/// The role's own byte is its slot.
impl Default for Slots {
    fn default() -> Self {
        let [app_master, meta_read, file_read, spare_3, spare_4] = KeyNumber::ALL;
        Self { app_master, meta_read, file_read, spare_3, spare_4 }
    }
}

/// Which role's key goes to the printer by which name. A guess, until the printer confirms it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OrderKeys {
    /// `publicKey`.
    pub public_key: Role,
    /// `privateKey`.
    pub private_key: Role,
}

impl Default for OrderKeys {
    fn default() -> Self {
        Self { public_key: Role::MetaRead, private_key: Role::FileRead }
    }
}
