//! What follows from a profile.

use std::borrow::Cow;

use super::{Configuration, Family, Files, Lock, Profile};
use crate::access::{Access, AccessRights};
use crate::derive::ts1::{Owner, Role};
use crate::record::{Generation, RecordId};
use crate::suite::Suite;
use crate::template::{Mirroring, Template};

impl Profile {
    /// `address` under the profile's scheme, if it names one.
    pub fn with_scheme<'a>(&self, address: &'a str) -> Cow<'a, str> {
        match (&self.scheme, address.split_once("://")) {
            (Some(scheme), Some((_, rest))) => format!("{scheme}://{rest}").into(),
            _ => address.into(),
        }
    }

    /// Whether all records of a batch have the same key for `role`.
    pub fn is_shared(&self, role: Role) -> bool {
        self.shared.contains(&role)
    }

    /// Whether one card's tap would pass for another's, if the key for `signs` signs and the addresses are
    /// of `template`: all cards have that key, and the MAC does not cover the record id.
    pub fn confuses_records(&self, signs: Role, template: &Template) -> bool {
        self.is_shared(signs) && template.is_sun() && !template.signs_record()
    }

    /// Whose key it is that the card of `record` has for `role`.
    pub fn owner(&self, role: Role, record: RecordId) -> Owner {
        if self.is_shared(role) { Owner::Batch } else { Owner::Record(record) }
    }

    /// The generation of the key that a record has for `role`, if the record is in `generation`. A shared
    /// key stays in generation 0: a reprint or a reset of one card cannot change it for the others.
    pub fn generation_of(&self, role: Role, generation: Generation) -> Generation {
        if self.is_shared(role) { Generation::default() } else { generation }
    }

    /// The files' rules as they stand on a finished card.
    pub fn files_on_card(&self) -> Files {
        let mut files = self.files;
        if self.read_only {
            let never = Access::Never;
            let read = files.ndef.rights.read;
            files.ndef.rights =
                AccessRights { read, write: never, read_write: never, change: never };
        }
        files
    }

    /// What its cards are made that no command undoes, each as a clause.
    pub fn for_good(&self) -> Vec<&'static str> {
        let Configuration { suite, random_uid, tag_tamper, .. } = self.configuration;
        let is_classic = self.chip.family() == Family::Classic;
        let signs = self.chip.mirroring() == Mirroring::SunCmac;
        let locks = |lock| self.protection.locks(lock);
        [
            (suite == Suite::Lrp, "the chip speaks LRP, and never AES again"),
            (random_uid, "the chip shows readers a random UID, and never its own"),
            (tag_tamper.is_some(), "the chip watches its tamper loop"),
            (self.read_only, "nobody can change the NDEF file or its settings"),
            (self.chip.has_otp(), "the chip is one for NDEF"),
            (locks(Lock::Static) && !is_classic, "nobody can write pages 3 to 15"),
            (locks(Lock::Static) && is_classic, "nobody can write any sector"),
            (locks(Lock::Dynamic), "nobody can write the pages behind 15"),
            (locks(Lock::Configuration), "nobody can change the configuration"),
            (locks(Lock::Keys) && !signs, "nobody can change the key"),
            (locks(Lock::Keys) && signs, "nobody can change the key that signs"),
        ]
        .into_iter()
        .filter_map(|(is_so, clause)| is_so.then_some(clause))
        .collect()
    }
}
