//! The record of a tap whose address names none: every record of the batch is tried.

use tapsmith_core::batch::Batch;
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::Tap;
use tapsmith_store::{BatchKeys, OpenVault};

use super::judge::tap_keys;
use crate::record::BatchLayout;

/// The first record whose keys made `tap`. It costs two key derivations a record.
pub(crate) fn record_by_trial(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    keys: &BatchKeys<'_>,
    tap: &Tap<'_>,
) -> Result<Option<RecordId>, tapsmith_store::Error> {
    for record in vault.records(batch)? {
        let record = record?;
        let generation = vault.generation(batch, record)?;
        let keys = tap_keys(keys, &layout.layout, record, generation)?;
        if keys.is_some_and(|keys| tap.verify(&keys).is_ok()) {
            return Ok(Some(record));
        }
    }
    Ok(None)
}
