//! Fresh keys for a record: the next generation.

use rusqlite::{Connection, OptionalExtension as _};
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};

use super::create::insert_record_keys;
use super::{check_record, number};
use crate::column::Col;
use crate::error::Error;
use crate::file::connect;
use crate::open::OpenVault;

impl OpenVault {
    /// The generation after the record's own, its keys made if they are random. The record itself
    /// stays where it is: a claim, or a reset, raises it.
    ///
    /// # Errors
    /// [`Error::LastGeneration`]; [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Random`],
    /// [`Error::Busy`], [`Error::Full`].
    pub fn next_generation<R: Random>(
        &mut self,
        batch: &Batch,
        record: RecordId,
        random: &mut R,
    ) -> Result<Generation, Error> {
        check_record(batch, record)?;
        let Self { vault, data_key } = self;
        let transaction = connect::write(&mut vault.connection)?;
        let number = number(&transaction, batch)?;
        let next = generation(&transaction, number, record)?;
        let next = next.next().ok_or(Error::LastGeneration { record })?;
        let place = (number, Col(record), Col(next));
        let made = "SELECT 1 FROM record_keys WHERE batch = ?1 AND record = ?2 AND generation = ?3";
        if batch.keys == KeyScheme::Random && !transaction.prepare_cached(made)?.exists(place)? {
            insert_record_keys(&transaction, data_key, batch, number, (record, next), random)?;
        }
        transaction.commit()?;
        Ok(next)
    }
}

/// The generation of a record's keys.
pub(crate) fn generation(
    connection: &Connection,
    number: i64,
    record: RecordId,
) -> Result<Generation, Error> {
    let mut raised = connection
        .prepare_cached("SELECT generation FROM generations WHERE batch = ?1 AND record = ?2")?;
    let raised = raised.query_row((number, Col(record)), |row| row.get(0)).optional()?;
    Ok(raised.map_or_else(Generation::default, |Col(generation)| generation))
}

/// Raises the generation of a record's keys to `next`.
pub(crate) fn raise(
    connection: &Connection,
    number: i64,
    record: RecordId,
    next: Generation,
) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO generations (batch, record, generation) VALUES (?1, ?2, ?3)
         ON CONFLICT (batch, record) DO UPDATE SET generation = excluded.generation",
        (number, Col(record), Col(next)),
    )?;
    Ok(())
}
