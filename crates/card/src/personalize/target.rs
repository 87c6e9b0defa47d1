//! What a card shall be.

use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::ndef::{FILE_SIZE, Image, TooLong};
use tapsmith_core::profile::{FileRule, Profile};
use tapsmith_core::record::RecordId;
use tapsmith_core::template::{Offsets, Template};

use super::State;
use super::sdm::sdm;
use crate::command::FileNumber;
use crate::settings::FileSettings;

/// A finished card, or one as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What the NDEF file starts with, before the chip mirrors anything into it.
    pub image: Image,
    /// The settings of the three files, by number.
    files: [FileSettings; 3],
    /// The keys by slot.
    keys: [SlotKey; 5],
}

impl Target {
    /// The card of `record`. `keys` are by role, in the order of [`Role::ALL`], all of one version.
    ///
    /// # Errors
    /// The record's address does not fit the chip.
    pub fn new(
        profile: &Profile,
        template: &Template,
        record: RecordId,
        keys: &[AesKey; 5],
        version: KeyVersion,
    ) -> Result<Self, TooLong> {
        let image = Image::for_record(template, record)?;
        let rules = &profile.files;
        let files = [rules.capability_container, rules.ndef, rules.proprietary];
        let [first, ndef, last] = files.map(settings);
        let ndef = FileSettings { sdm: sdm(profile, &image.offsets), ..ndef };
        let keys = KeyNumber::ALL.map(|number| {
            let of_role = |role| Role::ALL.into_iter().zip(keys).find(|(known, _)| *known == role);
            let found = profile.slots.role_of(number).and_then(of_role);
            let key = found.map_or_else(AesKey::factory, |(_, key)| key.clone());
            SlotKey { key, version }
        });
        Ok(Self { image, files: [first, ndef, last], keys })
    }

    /// A card as it leaves the factory: empty file, free rights, keys of zeros in version 0.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Delivery state".
    pub fn factory() -> Self {
        let State { files, .. } = State::factory();
        Self {
            image: Image { bytes: vec![0; FILE_SIZE], offsets: Offsets::default() },
            files,
            keys: KeyNumber::ALL.map(|_| SlotKey::factory()),
        }
    }

    /// The key for slot `number`.
    pub fn key(&self, number: KeyNumber) -> &SlotKey {
        let [k0, k1, k2, k3, k4] = &self.keys;
        match number.as_u8() {
            0 => k0,
            1 => k1,
            2 => k2,
            3 => k3,
            _ => k4,
        }
    }

    /// The settings of `file`.
    pub const fn file(&self, file: FileNumber) -> FileSettings {
        let [first, ndef, last] = self.files;
        match file {
            FileNumber::CapabilityContainer => first,
            FileNumber::Ndef => ndef,
            FileNumber::Proprietary => last,
        }
    }
}

/// A profile's rule as settings, SDM apart.
pub(super) fn settings(rule: FileRule) -> FileSettings {
    FileSettings { mode: rule.mode, rights: rule.rights, sdm: None }
}
