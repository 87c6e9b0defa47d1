//! The five application keys.

use serde::{Deserialize, Serialize};
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};

use super::{Failures, fields};

/// A key, with what the chip keeps beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ntag424) struct Slot {
    #[serde(serialize_with = "fields::reveal_key")]
    pub(in crate::ntag424) key: AesKey,
    pub(in crate::ntag424) version: KeyVersion,
    pub(in crate::ntag424) failures: Failures,
}

/// All five, by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::ntag424) struct Keys([Slot; 5]);

impl Keys {
    /// Zero keys of version zero.
    pub(super) fn factory() -> Self {
        Self(KeyNumber::ALL.map(|_| Slot::new(AesKey::factory(), KeyVersion(0))))
    }

    pub(in crate::ntag424) fn slot(&self, number: KeyNumber) -> &Slot {
        number.of(&self.0)
    }

    pub(in crate::ntag424) fn slot_mut(&mut self, number: KeyNumber) -> &mut Slot {
        number.of_mut(&mut self.0)
    }

    pub(in crate::ntag424) fn for_each(&mut self, change: impl FnMut(&mut Slot)) {
        self.0.iter_mut().for_each(change);
    }
}

impl Slot {
    fn new(key: AesKey, version: KeyVersion) -> Self {
        Self { key, version, failures: Failures::default() }
    }

    /// A new key takes the slot. Nobody has failed with it yet.
    ///
    /// Source: AN12196, "Failed authentication counters": `ChangeKey` resets the key's counters.
    pub(in crate::ntag424) fn replace(&mut self, key: AesKey, version: KeyVersion) {
        *self = Self::new(key, version);
    }
}
