//! Batches as they stand in the vault, without their keys.

use tapsmith_core::batch::{Batch, BatchName};

use super::Stored;
use crate::error::{Damage, Error};
use crate::guard::Reader;
use crate::rows::{BATCHES, Row, Wanted};
use crate::vault::Vault;

impl Vault {
    /// All batches, oldest first.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn batches(&self) -> Result<Vec<Stored>, Error> {
        self.reader().all(&BATCHES, &Wanted::all(), Stored::of)
    }

    /// The batch called `name`.
    ///
    /// # Errors
    /// [`Error::NoBatch`] with the names there are; [`Error::Damaged`], [`Error::Busy`].
    pub fn batch(&self, name: &BatchName) -> Result<Batch, Error> {
        self.stored(name).map(|stored| stored.batch)
    }

    /// The batch called `name`, and what the vault knows besides.
    ///
    /// # Errors
    /// As [`Vault::batch`].
    pub fn stored(&self, name: &BatchName) -> Result<Stored, Error> {
        let reader = self.reader();
        match reader.first(&BATCHES, &Wanted::with("name", name))? {
            Some(row) => Stored::of(&row),
            None => Err(no_batch(&reader, name)),
        }
    }
}

/// The row of `batch`.
pub(super) fn row(reader: &Reader<'_>, batch: &Batch) -> Result<Row<'static>, Error> {
    let row = reader.first(&BATCHES, &Wanted::with("id", &batch.id))?;
    row.ok_or_else(|| no_batch(reader, &batch.name))
}

/// The number under which the other tables know `batch`.
pub(crate) fn number(reader: &Reader<'_>, batch: &Batch) -> Result<i64, Error> {
    row(reader, batch)?.get("number")
}

/// The name of the batch with this number.
pub(crate) fn name_of(reader: &Reader<'_>, number: i64) -> Result<BatchName, Error> {
    of_number(reader, number).map(|stored| stored.batch.name)
}

/// The batch with this number.
pub(crate) fn of_number(reader: &Reader<'_>, number: i64) -> Result<Stored, Error> {
    let row = reader.first(&BATCHES, &Wanted::with("number", &number))?;
    Stored::of(&row.ok_or(Damage::Records)?)
}

/// Names the batches there are instead.
fn no_batch(reader: &Reader<'_>, name: &BatchName) -> Error {
    match reader.all(&BATCHES, &Wanted::all(), |row| row.get("name")) {
        Ok(known) => Error::NoBatch { name: name.clone(), known },
        Err(error) => error,
    }
}
