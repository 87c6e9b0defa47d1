//! What a record's card shall be.

use tapsmith_core::access::{Access, CommMode};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::ndef::{Image, TooLong};
use tapsmith_core::profile::Profile;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::{Offsets, Template};

use crate::settings::{
    CounterMirror, EncryptedData, FileRead, FileSettings, Offset, PiccMirror, Sdm,
};

/// A finished card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What the NDEF file starts with, before the chip mirrors anything into it.
    pub image: Image,
    /// The NDEF file's settings.
    pub ndef: FileSettings,
    /// The keys by slot.
    keys: [AesKey; 5],
    /// The version beside each key: never 0.
    pub version: KeyVersion,
}

impl Target {
    /// The card of `record`. `keys` are by slot, 0 to 4.
    ///
    /// # Errors
    /// The record's address does not fit the chip.
    pub fn new(
        profile: &Profile,
        template: &Template,
        record: RecordId,
        keys: [AesKey; 5],
        version: KeyVersion,
    ) -> Result<Self, TooLong> {
        let image = Image::for_record(template, record)?;
        let sdm = sdm(&image.offsets);
        let ndef = FileSettings { mode: CommMode::Plain, rights: profile.ndef_rights, sdm };
        Ok(Self { image, ndef, keys, version })
    }

    /// The key for slot `number`.
    pub fn key(&self, number: KeyNumber) -> &AesKey {
        let [k0, k1, k2, k3, k4] = &self.keys;
        match number.as_u8() {
            0 => k0,
            1 => k1,
            2 => k2,
            3 => k3,
            _ => k4,
        }
    }
}

/// The SDM block that mirrors at `offsets`; none for an address without a MAC.
fn sdm(offsets: &Offsets) -> Option<Sdm> {
    let place = |at: Option<usize>| at.and_then(Offset::new);
    let file_read = FileRead {
        key: Role::FileRead.key_number(),
        mac_input: place(offsets.mac_input)?,
        mac: place(offsets.mac)?,
        encrypted: place(offsets.enc)
            .zip(Offset::new(ENCRYPTED_LENGTH))
            .map(|(at, length)| EncryptedData { at, length }),
    };
    let picc = match place(offsets.picc) {
        Some(at) => {
            let key = Role::MetaRead.key_number();
            PiccMirror::Encrypted { key, at, uid: true, counter: true }
        }
        None => PiccMirror::Plain {
            uid: place(offsets.uid),
            counter: place(offsets.counter).map_or(CounterMirror::Off, CounterMirror::At),
        },
    };
    Some(Sdm {
        picc,
        file_read: Some(file_read),
        counter_read: Access::Never,
        counter_limit: None,
        tag_tamper: place(offsets.tag_tamper),
    })
}

/// Characters of the place for encrypted file data: one block.
const ENCRYPTED_LENGTH: usize = 32;
