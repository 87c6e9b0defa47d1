//! Batches as they stand in the vault, without their keys.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};
use tapsmith_core::batch::{Batch, BatchName, RecordRange};
use tapsmith_core::record::RecordId;

use crate::column::Col;
use crate::error::{Damage, Error};
use crate::vault::Vault;

/// A batch, and what the vault knows besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The batch.
    pub batch: Batch,
    /// When it was made.
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, name, first_record, last_record, base_url, keys, profile, created_at";

impl Vault {
    /// All batches, oldest first.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn batches(&self) -> Result<Vec<Stored>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM batches ORDER BY number");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(())?;
        let mut batches = Vec::new();
        while let Some(row) = rows.next()? {
            batches.push(stored(row)?);
        }
        Ok(batches)
    }

    /// The batch called `name`.
    ///
    /// # Errors
    /// [`Error::NoBatch`] with the names there are; [`Error::Damaged`], [`Error::Busy`].
    pub fn batch(&self, name: &BatchName) -> Result<Batch, Error> {
        self.stored(name).map(|stored| stored.batch)
    }

    /// The batch called `name`, and when it was made.
    ///
    /// # Errors
    /// As [`Vault::batch`].
    pub fn stored(&self, name: &BatchName) -> Result<Stored, Error> {
        let sql = format!("SELECT {COLUMNS} FROM batches WHERE name = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([name.as_str()])?;
        match rows.next()? {
            Some(row) => stored(row),
            None => Err(no_batch(&self.connection, name)),
        }
    }
}

/// The number under which the other tables know `batch`.
pub(crate) fn number(connection: &Connection, batch: &Batch) -> Result<i64, Error> {
    let mut statement = connection.prepare_cached("SELECT number FROM batches WHERE id = ?1")?;
    let number = statement.query_row([Col(batch.id)], |row| row.get(0)).optional()?;
    number.ok_or_else(|| no_batch(connection, &batch.name))
}

/// Names the batches there are instead.
pub(super) fn no_batch(connection: &Connection, name: &BatchName) -> Error {
    match names(connection) {
        Ok(known) => Error::NoBatch { name: name.clone(), known },
        Err(error) => error.into(),
    }
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<BatchName>> {
    let mut statement = connection.prepare_cached("SELECT name FROM batches ORDER BY number")?;
    let names = statement.query_map((), |row| row.get(0).map(|Col(name)| name))?;
    names.collect()
}

fn stored(row: &Row<'_>) -> Result<Stored, Error> {
    let Col(first) = row.get("first_record")?;
    let Col(last) = row.get("last_record")?;
    let batch = Batch {
        id: row.get("id").map(|Col(id)| id)?,
        name: row.get("name").map(|Col(name)| name)?,
        records: range(first, last)?,
        base_url: row.get("base_url")?,
        keys: row.get("keys").map(|Col(keys)| keys)?,
        profile: row.get("profile").map(|Col(profile)| profile)?,
    };
    Ok(Stored { batch, created_at: row.get("created_at").map(|Col(at)| at)? })
}

fn range(first: RecordId, last: RecordId) -> Result<RecordRange, Damage> {
    let steps = last.as_u64().checked_sub(first.as_u64()).ok_or(Damage::Records)?;
    RecordRange::new(first, steps + 1).map_err(|_| Damage::Records)
}
