//! A record, with all that follows from it.

use tapsmith_card::personalize::Target;
use tapsmith_core::batch::Batch;
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
    /// The keys its taps are made with.
    pub tap_keys: TapKeys,
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
        let generation = vault.generation(batch, record)?;
        let keys = vault.keys(batch)?.record(record, generation)?;
        let version = generation.key_version();
        let target = Target::new(&batch.profile, template, record, &keys, version)?;
        let [_, meta_read, file_read, _, _] = keys;
        Ok(Self { record, generation, target, tap_keys: TapKeys { meta_read, file_read } })
    }
}
