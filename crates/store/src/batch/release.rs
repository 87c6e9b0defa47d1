//! A card was reset: its record is free again, with keys of the next generation.

use rusqlite::Connection;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};

use super::create::insert_record_keys;
use super::number;
use crate::column::Col;
use crate::error::Error;
use crate::file::connect;
use crate::open::OpenVault;

impl OpenVault {
    /// Takes `record` off its card, and raises its generation: switching SDM on resets the chip's
    /// counter, so with the same keys every captured tap would be good again. Random keys are drawn
    /// anew. What the card held stays in the journal.
    ///
    /// # Errors
    /// [`Error::LastGeneration`]; [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Random`],
    /// [`Error::Busy`], [`Error::Full`].
    pub fn release<R: Random>(
        &mut self,
        batch: &Batch,
        record: RecordId,
        random: &mut R,
    ) -> Result<Generation, Error> {
        let last = self.generation(batch, record)?;
        let next = last.next().ok_or(Error::LastGeneration { record })?;
        let Self { vault, data_key } = self;
        let transaction = connect::write(&mut vault.connection)?;
        let number = number(&transaction, batch)?;
        raise(&transaction, number, record, next)?;
        if batch.keys == KeyScheme::Random {
            insert_record_keys(&transaction, data_key, batch, number, (record, next), random)?;
        }
        transaction.commit()?;
        Ok(next)
    }
}

fn raise(
    connection: &Connection,
    number: i64,
    record: RecordId,
    next: Generation,
) -> Result<(), Error> {
    let place = (number, Col(record));
    connection.execute("DELETE FROM cards WHERE batch = ?1 AND record = ?2", place)?;
    connection.execute(
        "INSERT INTO generations (batch, record, generation) VALUES (?1, ?2, ?3)
         ON CONFLICT (batch, record) DO UPDATE SET generation = excluded.generation",
        (number, Col(record), Col(next)),
    )?;
    Ok(())
}
