//! Profiles: what a card shall be.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::{Access, AccessRights};
use crate::derive::ts1::Role;
use crate::key::KeyNumber;

/// What every card of a batch shall say and allow. Kept whole in the batch, so that a profile that
/// changes later changes no card already ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The address, in the words of [`crate::template`], with `{base}` for the batch's base URL.
    pub template: String,
    /// The NDEF file's rights on a finished card.
    pub ndef_rights: AccessRights,
    /// The role whose key is the order's `publicKey`.
    pub public_key: Role,
    /// The role whose key is the order's `privateKey`.
    pub private_key: Role,
}

/// No profile of that name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no profile called {name:?}: there are {}", Profile::NAMES.join(", "))]
pub struct UnknownProfile {
    /// What was asked for.
    pub name: String,
}

impl Profile {
    /// The profiles shipped here, the default first.
    pub const NAMES: [&'static str; 4] = ["sun-aes", "sun-plain", "sun-enc-file", "static-url"];

    /// A shipped profile.
    ///
    /// # Errors
    /// No profile of that name.
    pub fn shipped(name: &str) -> Result<Self, UnknownProfile> {
        let template = match name {
            "sun-aes" => "{base}/{record_id}?picc_data={picc}&cmac={mac}",
            "sun-plain" => "{base}/{record_id}?uid={uid}&ctr={ctr}&cmac={mac}",
            "sun-enc-file" => "{base}/{record_id}?picc_data={picc}&enc={enc}&cmac={mac}",
            "static-url" => "{base}/{record_id}",
            _ => return Err(UnknownProfile { name: name.to_owned() }),
        };
        Ok(Self {
            name: name.to_owned(),
            template: template.to_owned(),
            ndef_rights: AccessRights {
                read: Access::Free,
                write: Access::Key(KeyNumber::MASTER),
                read_write: Access::Key(KeyNumber::MASTER),
                change: Access::Key(KeyNumber::MASTER),
            },
            public_key: Role::MetaRead,
            private_key: Role::FileRead,
        })
    }

    /// Whether its cards sign their taps: its own template has a place for the MAC.
    pub fn is_sun(&self) -> bool {
        self.template.contains("{mac}")
    }
}
