//! A record, with all that follows from it.

use tapsmith_card::personalize::Target;
use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::sun::TapKeys;
use tapsmith_core::template::Template;
use tapsmith_store::OpenVault;

use crate::error::Error;

/// A record's card as it shall be.
#[derive(Debug, Clone)]
pub struct RecordCard {
    /// The record.
    pub record: RecordId,
    /// The generation of its keys.
    pub generation: Generation,
    /// The card.
    pub target: Target,
}

impl RecordCard {
    /// The card of `record`, with its keys from the vault.
    ///
    /// # Errors
    /// The batch has no such record, or the vault is damaged.
    pub fn load<E>(
        vault: &OpenVault,
        batch: &Batch,
        template: &Template,
        record: RecordId,
    ) -> Result<Self, Error<E>> {
        if !batch.records.contains(record) {
            return Err(Error::NoSuchRecord { batch: batch.name.to_string(), record });
        }
        let generation = vault.generation(batch, record)?;
        let keys = vault.keys(batch)?.record(record, generation)?;
        let version = generation.key_version();
        let target = Target::new(&batch.profile, template, record, keys, version)?;
        Ok(Self { record, generation, target })
    }

    /// The keys its taps are made with.
    pub fn tap_keys(&self) -> TapKeys {
        let key = |role: Role| self.target.key(role.key_number()).clone();
        TapKeys { meta_read: key(Role::MetaRead), file_read: key(Role::FileRead) }
    }
}
