//! Batches: making and listing them, their generations, their keys.

mod create;
mod generation;
mod import;
mod keys;
mod layout;
mod pages;
mod read;
mod records;
mod retire;
mod rotate;
mod row;
mod stream;
mod token;

pub(crate) use generation::{check_kept, generation, next, raise};
pub use import::ImportedKeys;
pub use keys::{BatchKeys, RoleKeys};
pub(crate) use read::{name_of, number, of_number};
pub(crate) use retire::refuse_retired;
pub use rotate::Rotation;
pub(crate) use rotate::{refuse_carried, rotate};
pub(crate) use row::range;
pub use row::{BatchState, Stored};
pub use stream::Keyed;
pub use token::PinSource;

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
