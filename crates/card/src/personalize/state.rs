//! What a card is.

use tapsmith_core::access::{Access, AccessRights, CommMode};
use tapsmith_core::key::{KeyNumber, KeyVersion};

use super::Target;
use crate::command::FileNumber;
use crate::settings::FileSettings;

/// What a plan has to know of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The start of the NDEF file, as it stands in memory: without mirrors.
    pub ndef: Vec<u8>,
    /// The NDEF file's settings.
    pub ndef_settings: FileSettings,
    /// The versions of keys 0 to 4.
    pub versions: [KeyVersion; 5],
}

impl State {
    /// A card as it leaves the factory: empty file, free rights, keys of zeros in version 0.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Delivery state".
    pub fn factory() -> Self {
        Self {
            ndef: vec![0; 2],
            ndef_settings: Self::factory_ndef_settings(),
            versions: [KeyVersion(0); 5],
        }
    }

    /// The NDEF file's settings in the factory.
    pub fn factory_ndef_settings() -> FileSettings {
        let rights = AccessRights {
            read: Access::Free,
            write: Access::Free,
            read_write: Access::Free,
            change: Access::Key(KeyNumber::MASTER),
        };
        FileSettings { mode: CommMode::Plain, rights, sdm: None }
    }

    /// The settings of `file` on the finished card: files 1 and 3 stay as delivered.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Files: delivery state".
    pub fn finished_settings(target: &Target, file: FileNumber) -> FileSettings {
        let key = |number| Access::Key(number);
        let [k0, _, k2, k3, _] = KeyNumber::ALL;
        match file {
            FileNumber::Ndef => target.ndef,
            FileNumber::CapabilityContainer => {
                let rights = AccessRights {
                    read: Access::Free,
                    write: key(k0),
                    read_write: key(k0),
                    change: key(k0),
                };
                FileSettings { mode: CommMode::Plain, rights, sdm: None }
            }
            FileNumber::Proprietary => {
                let rights = AccessRights {
                    read: key(k2),
                    write: key(k3),
                    read_write: key(k3),
                    change: key(k0),
                };
                FileSettings { mode: CommMode::Full, rights, sdm: None }
            }
        }
    }

    /// Each key with its version.
    pub fn keys(&self) -> impl Iterator<Item = (KeyNumber, KeyVersion)> {
        KeyNumber::ALL.into_iter().zip(self.versions)
    }
}
