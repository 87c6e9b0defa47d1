//! How often a record's keys were made anew.

use std::collections::HashMap;
use std::ops::ControlFlow;

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};

use super::create::insert_keys;
use super::{check_record, number};
use crate::error::Error;
use crate::guard::{Change, Reader};
use crate::open::OpenVault;
use crate::rows::{Column as _, GENERATIONS, RECORD_KEYS, Wanted};
use crate::seal::SealingKey;
use crate::vault::Vault;

impl Vault {
    /// The generation of the keys that `record` shall have: 0 unless it was raised.
    ///
    /// # Errors
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn generation(&self, batch: &Batch, record: RecordId) -> Result<Generation, Error> {
        check_record(batch, record)?;
        let reader = self.reader();
        generation(&reader, number(&reader, batch)?, record)
    }
}

impl OpenVault {
    /// The generation after the record's own, its keys made if they are random. The record itself
    /// stays where it is: a claim, a reset or a rotation raises it.
    ///
    /// # Errors
    /// [`Error::LastGeneration`], [`Error::KeysOfOthers`]; [`Error::NotInBatch`],
    /// [`Error::NoBatch`]; [`Error::Random`], [`Error::Busy`], [`Error::Full`].
    pub fn next_generation<R: Random>(
        &mut self,
        batch: &Batch,
        record: RecordId,
        random: &mut R,
    ) -> Result<Generation, Error> {
        let (mut change, data_key) = self.change()?;
        let number = number(&change.reader(), batch)?;
        let next = next(&mut change, data_key, (batch, number), record, random)?;
        change.commit()?;
        Ok(next)
    }
}

/// The generation after the record's own, its keys made if they are random.
pub(crate) fn next<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    (batch, number): (&Batch, i64),
    record: RecordId,
    random: &mut R,
) -> Result<Generation, Error> {
    check_record(batch, record)?;
    let now = generation(&change.reader(), number, record)?;
    let next = now.next().ok_or(Error::LastGeneration { record })?;
    match batch.keys {
        KeyScheme::Derived => {}
        KeyScheme::Imported => {
            return Err(Error::KeysOfOthers { batch: batch.name.clone() });
        }
        KeyScheme::Random if is_made(&change.reader(), number, record, next)? => {}
        KeyScheme::Random => {
            insert_keys(change, data_key, (batch, number), (record, next), random)?;
        }
    }
    Ok(next)
}

/// Refuses keys that would have to be kept, and are not.
pub(crate) fn check_kept(
    reader: &Reader<'_>,
    (batch, number): (&Batch, i64),
    record: RecordId,
    generation: Generation,
) -> Result<(), Error> {
    if batch.keys == KeyScheme::Derived || is_made(reader, number, record, generation)? {
        return Ok(());
    }
    Err(Error::NoKeys { record, generation })
}

fn is_made(
    reader: &Reader<'_>,
    number: i64,
    record: RecordId,
    generation: Generation,
) -> Result<bool, Error> {
    let wanted = of_record(number, record).and("generation", &generation);
    Ok(reader.first(&RECORD_KEYS, &wanted)?.is_some())
}

/// The generation of a record's keys.
pub(crate) fn generation(
    reader: &Reader<'_>,
    number: i64,
    record: RecordId,
) -> Result<Generation, Error> {
    match reader.first(&GENERATIONS, &of_record(number, record))? {
        Some(row) => row.get("generation"),
        None => Ok(Generation::default()),
    }
}

/// The records of a batch whose keys were made anew.
pub(super) fn raised(
    reader: &Reader<'_>,
    number: i64,
) -> Result<HashMap<RecordId, Generation>, Error> {
    let mut raised = HashMap::new();
    reader.visit(&GENERATIONS, &Wanted::with("batch", &number), |row| {
        raised.insert(row.get("record")?, row.get("generation")?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(raised)
}

/// Raises the generation of a record's keys to `next`.
pub(crate) fn raise(
    change: &mut Change<'_>,
    number: i64,
    record: RecordId,
    next: Generation,
) -> Result<(), Error> {
    change.put(&GENERATIONS, vec![number.to_value(), record.to_value(), next.to_value()])
}

pub(super) fn of_record(number: i64, record: RecordId) -> Wanted {
    Wanted::with("batch", &number).and("record", &record)
}
