//! How often a record's keys were made anew.

use rusqlite::OptionalExtension as _;
use tapsmith_core::batch::Batch;
use tapsmith_core::record::{Generation, RecordId};

use super::check_record;
use super::read::no_batch;
use crate::column::Col;
use crate::error::Error;
use crate::vault::Vault;

impl Vault {
    /// The generation of the keys that `record` shall have: 0 unless it was raised.
    ///
    /// # Errors
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn generation(&self, batch: &Batch, record: RecordId) -> Result<Generation, Error> {
        check_record(batch, record)?;
        let mut raised = self.connection.prepare_cached(
            "SELECT generation FROM batches
             LEFT JOIN generations ON batch = number AND record = ?2
             WHERE id = ?1",
        )?;
        let raised = raised.query_row((Col(batch.id), Col(record)), |row| row.get(0)).optional()?;
        let raised: Option<_> = raised.ok_or_else(|| no_batch(&self.connection, &batch.name))?;
        Ok(raised.map_or_else(Generation::default, |Col(generation)| generation))
    }
}
