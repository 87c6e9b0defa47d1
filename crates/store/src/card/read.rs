//! Cards found by record, by UID, by batch; and the records that have none.

use std::ops::ControlFlow;

use tapsmith_core::batch::{Batch, BatchName};
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::{Card, CardCounts, CardState};
use crate::batch::{name_of, number};
use crate::error::Error;
use crate::guard::Reader;
use crate::rows::{CARDS, Row, Wanted};
use crate::vault::Vault;

impl Vault {
    /// The card that carries `record`.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn card_of_record(&self, batch: &Batch, record: RecordId) -> Result<Option<Card>, Error> {
        let reader = self.reader();
        of_record(&reader, number(&reader, batch)?, record)
    }

    /// What the card `uid` carries, whichever the batch.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn card_by_uid(&self, uid: Uid) -> Result<Option<Card>, Error> {
        by_uid(&self.reader(), uid)
    }

    /// All cards of `batch`, in the order of their records.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn cards(&self, batch: &Batch) -> Result<Vec<Card>, Error> {
        let reader = self.reader();
        let wanted = Wanted::with("batch", &number(&reader, batch)?);
        reader.all(&CARDS, &wanted, |row| card(row, batch.name.clone()))
    }

    /// The lowest record of `batch` that is on no card yet; none if all are. Looks at each taken
    /// record before it.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn next_free_record(&self, batch: &Batch) -> Result<Option<RecordId>, Error> {
        let reader = self.reader();
        let first = batch.records.first();
        let wanted = Wanted::with("batch", &number(&reader, batch)?).from("record", &first);
        let mut free = Some(first);
        reader.visit(&CARDS, &wanted, |row| {
            if free != Some(row.get("record")?) {
                return Ok(ControlFlow::Break(()));
            }
            free = free.and_then(|record| record.plus(1));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(free.filter(|record| batch.records.contains(*record)))
    }

    /// How many cards of `batch` stand where.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn count_cards(&self, batch: &Batch) -> Result<CardCounts, Error> {
        let reader = self.reader();
        let mut counts = CardCounts::default();
        reader.visit(&CARDS, &Wanted::with("batch", &number(&reader, batch)?), |row| {
            match row.get("state")? {
                CardState::Encoding => counts.encoding += 1,
                CardState::Encoded => counts.encoded += 1,
                CardState::Resetting => counts.resetting += 1,
                CardState::Seen => counts.seen += 1,
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(counts)
    }
}

pub(super) fn of_record(
    reader: &Reader<'_>,
    number: i64,
    record: RecordId,
) -> Result<Option<Card>, Error> {
    one(reader, &Wanted::with("batch", &number).and("record", &record))
}

/// The card `uid`, which `record` was claimed for.
pub(super) fn claimed(
    reader: &Reader<'_>,
    number: i64,
    record: RecordId,
    uid: Uid,
) -> Result<Card, Error> {
    let card = of_record(reader, number, record)?.filter(|card| card.uid == uid);
    card.ok_or(Error::NotClaimed { record, uid })
}

pub(super) fn by_uid(reader: &Reader<'_>, uid: Uid) -> Result<Option<Card>, Error> {
    one(reader, &Wanted::with("uid", &uid))
}

fn one(reader: &Reader<'_>, wanted: &Wanted) -> Result<Option<Card>, Error> {
    let Some(row) = reader.first(&CARDS, wanted)? else { return Ok(None) };
    card(&row, name_of(reader, row.get("batch")?)?).map(Some)
}

fn card(row: &Row<'_>, batch: BatchName) -> Result<Card, Error> {
    Ok(Card {
        batch,
        record: row.get("record")?,
        uid: row.get("uid")?,
        generation: row.get("generation")?,
        state: row.get("state")?,
        is_virtual: row.get("is_virtual")?,
        updated_at: row.get("updated_at")?,
    })
}
