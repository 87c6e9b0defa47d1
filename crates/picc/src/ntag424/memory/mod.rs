//! What outlives the field: the chip's non-volatile memory.

mod configuration;
mod factory;
mod failures;
mod fields;
mod file;
mod keys;
mod preprogrammed;
mod stored;
mod tamper;

pub use configuration::Configuration;
pub(super) use failures::Counting;
pub use failures::Failures;
pub use tamper::Tamper;

use file::Files;
use keys::Keys;
use tapsmith_card::command::{FileNumber, Signature};
use tapsmith_card::settings::FileSettings;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;

/// The memory of one virtual NTAG 424 DNA: all that stays when the field goes.
///
/// It holds keys. `Debug` does not show them; [`Memory::to_json`] does, because what it writes
/// plays the silicon.
///
/// Source: NT4H2421Gx Rev. 3.0, "Memory organization".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    pub(super) uid: Uid,
    pub(super) signature: Signature,
    pub(super) keys: Keys,
    pub(super) files: Files,
    pub(super) read_counter: ReadCounter,
    pub(super) configuration: Configuration,
    /// None for a chip without a loop.
    pub(super) tamper: Option<Tamper>,
}

impl Memory {
    /// Which of the two chips it is.
    pub fn chip(&self) -> Chip {
        if self.tamper.is_some() { Chip::Ntag424tt } else { Chip::Ntag424 }
    }

    /// The UID.
    pub fn uid(&self) -> Uid {
        self.uid
    }

    /// The originality signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// What slot `number` holds.
    pub fn key(&self, number: KeyNumber) -> &AesKey {
        &self.keys.slot(number).key
    }

    /// The version kept beside key `number`.
    pub fn key_version(&self, number: KeyNumber) -> KeyVersion {
        self.keys.slot(number).version
    }

    /// The counters of failed authentications with key `number`.
    pub fn failures(&self, number: KeyNumber) -> &Failures {
        &self.keys.slot(number).failures
    }

    /// The settings of `file`.
    pub fn settings(&self, file: FileNumber) -> &FileSettings {
        self.files.settings(file)
    }

    /// The bytes of `file`, as they were written: no mirror is filled.
    pub fn data(&self, file: FileNumber) -> &[u8] {
        self.files.data(file)
    }

    /// `SDMReadCtr` of the NDEF file.
    pub fn read_counter(&self) -> ReadCounter {
        self.read_counter
    }

    /// What `SetConfiguration` set.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The tag-tamper loop, of a chip that has one.
    pub fn tamper(&self) -> Option<&Tamper> {
        self.tamper.as_ref()
    }

    /// Somebody cuts the loop, if there is one; the chip learns of it when it measures.
    pub(super) fn cut_loop(&mut self) {
        if let Some(tamper) = &mut self.tamper {
            tamper.cut = true;
        }
    }

    /// Somebody mends it.
    pub(super) fn close_loop(&mut self) {
        if let Some(tamper) = &mut self.tamper {
            tamper.cut = false;
        }
    }

    /// Whether both hold the same but for what counts: the taps, and the failed authentications.
    pub fn same_but_for_counters(&self, other: &Self) -> bool {
        let still = |memory: &Self| {
            let mut memory = memory.clone();
            memory.read_counter = ReadCounter::default();
            memory.keys.for_each(|slot| slot.failures = Failures::default());
            memory
        };
        still(self) == still(other)
    }
}

#[cfg(test)]
mod tests;
