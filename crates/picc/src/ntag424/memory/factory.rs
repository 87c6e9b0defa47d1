//! How the chip leaves the factory.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Memory organization", "Capability Container", "Default access
//! rights"; the capability container, the NDEF file's zeros and the settings were seen on silicon.

use tapsmith_card::settings::FileSettings;
use tapsmith_core::access::Access::{Free, Key};
use tapsmith_core::access::{AccessRights, CommMode};
use tapsmith_core::bytes::join;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;

use super::file::{File, Files};
use super::keys::Keys;
use super::{Configuration, Memory, Tamper};
use crate::signer;
use crate::state::StateError;

const CAPABILITY_CONTAINER: [u8; 23] = [
    0x00, 0x17, // its length
    0x20, // mapping 2.0
    0x01, 0x00, // MLe
    0x00, 0xFF, // MLc
    0x04, 0x06, 0xE1, 0x04, 0x01, 0x00, 0x00, 0x00, // the NDEF file, 256 bytes, free
    0x05, 0x06, 0xE1, 0x05, 0x00, 0x80, 0x82,
    0x83, // the proprietary file, 128 bytes, keys 2 and 3
];

impl Memory {
    /// A chip of this kind as delivered.
    ///
    /// # Errors
    /// [`StateError::Chip`]: it is of another family.
    pub fn delivered(chip: Chip, uid: Uid) -> Result<Self, StateError> {
        match chip {
            Chip::Ntag424 => Ok(Self::factory(uid)),
            Chip::Ntag424tt => Ok(Self::factory_tag_tamper(uid)),
            _ => Err(StateError::Chip),
        }
    }

    /// A chip as delivered, its UID signed with the virtual cards' key. That the proprietary file
    /// holds zeros is assumed: nobody has shown a dump.
    pub fn factory(uid: Uid) -> Self {
        Self {
            uid,
            signature: signer::sign(uid),
            keys: Keys::factory(),
            files: Files {
                capability_container: File {
                    settings: capability_container(),
                    data: join(&[&CAPABILITY_CONTAINER]),
                },
                ndef: File { settings: ndef(), data: [0; 256] },
                proprietary: File { settings: proprietary(), data: [0; 128] },
            },
            read_counter: ReadCounter::default(),
            configuration: Configuration::default(),
            tamper: None,
        }
    }

    /// An NTAG 424 DNA TagTamper as delivered: the same with a loop, whole and not watched yet.
    pub fn factory_tag_tamper(uid: Uid) -> Self {
        Self { tamper: Some(Tamper::default()), ..Self::factory(uid) }
    }
}

const MASTER: KeyNumber = KeyNumber::MASTER;

fn capability_container() -> FileSettings {
    let rights = AccessRights {
        read: Free,
        write: Key(MASTER),
        read_write: Key(MASTER),
        change: Key(MASTER),
    };
    FileSettings { mode: CommMode::Plain, rights, sdm: None }
}

fn ndef() -> FileSettings {
    let rights = AccessRights { read: Free, write: Free, read_write: Free, change: Key(MASTER) };
    FileSettings { mode: CommMode::Plain, rights, sdm: None }
}

fn proprietary() -> FileSettings {
    let [_, _, two, three, _] = KeyNumber::ALL.map(Key);
    let rights = AccessRights { read: two, write: three, read_write: three, change: Key(MASTER) };
    FileSettings { mode: CommMode::Full, rights, sdm: None }
}
