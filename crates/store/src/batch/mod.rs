//! Batches: making and listing them, their generations, their keys.

mod create;
mod generation;
mod keys;
mod layout;
mod raise;
mod read;

pub use keys::BatchKeys;
pub(crate) use raise::{generation, raise};
pub use read::Stored;
pub(crate) use read::number;

use tapsmith_core::batch::Batch;
use tapsmith_core::record::RecordId;

use crate::error::Error;

/// Refuses a record that `batch` does not have.
pub(crate) fn check_record(batch: &Batch, record: RecordId) -> Result<(), Error> {
    if batch.records.contains(record) {
        return Ok(());
    }
    Err(Error::NotInBatch { record, batch: batch.name.clone(), records: batch.records })
}
