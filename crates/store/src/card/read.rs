//! Cards found by record, by UID, by batch; and the records that have none.

use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use tapsmith_core::batch::Batch;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::{Card, CardCounts, CardState};
use crate::batch::number;
use crate::column::Col;
use crate::error::Error;
use crate::vault::Vault;

/// Every column of a [`Card`]; what follows chooses which.
const SELECT: &str = "SELECT batches.name, record, uid, generation, state, is_virtual, updated_at
     FROM cards JOIN batches ON batches.number = cards.batch";

impl Vault {
    /// The card that carries `record`.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn card_of_record(&self, batch: &Batch, record: RecordId) -> Result<Option<Card>, Error> {
        of_record(&self.connection, number(&self.connection, batch)?, record)
    }

    /// What the card `uid` carries, whichever the batch.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn card_by_uid(&self, uid: Uid) -> Result<Option<Card>, Error> {
        by_uid(&self.connection, uid)
    }

    /// All cards of `batch`, in the order of their records.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn cards(&self, batch: &Batch) -> Result<Vec<Card>, Error> {
        let sql = format!("{SELECT} WHERE batch = ?1 ORDER BY record");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let cards = statement.query_map([number(&self.connection, batch)?], card)?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    /// The lowest record of `batch` that is on no card yet; none if all are. Looks at each taken
    /// record before it: a third of a second for a million.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn next_free_record(&self, batch: &Batch) -> Result<Option<RecordId>, Error> {
        let number = number(&self.connection, batch)?;
        let (first, last) = (batch.records.first(), batch.records.last());
        // A free record is the first, or follows one that is taken.
        let mut free = self.connection.prepare_cached(
            "SELECT ?2 WHERE NOT EXISTS (SELECT 1 FROM cards WHERE batch = ?1 AND record = ?2)
             UNION ALL
             SELECT * FROM (
                 SELECT record + 1 FROM cards AS taken
                 WHERE batch = ?1 AND record BETWEEN ?2 AND ?3 - 1 AND NOT EXISTS
                     (SELECT 1 FROM cards WHERE batch = ?1 AND record = taken.record + 1)
                 ORDER BY record LIMIT 1)
             LIMIT 1",
        )?;
        let free = free.query_row((number, Col(first), Col(last)), |row| row.get(0)).optional()?;
        Ok(free.map(|Col(record)| record))
    }

    /// How many cards of `batch` stand where.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn count_cards(&self, batch: &Batch) -> Result<CardCounts, Error> {
        let mut counted = self
            .connection
            .prepare_cached("SELECT state, count(*) FROM cards WHERE batch = ?1 GROUP BY state")?;
        let mut rows = counted.query([number(&self.connection, batch)?])?;
        let mut counts = CardCounts::default();
        while let Some(row) = rows.next()? {
            let Col(state) = row.get(0)?;
            let count = row.get::<_, i64>(1)?.cast_unsigned();
            match state {
                CardState::Encoding => counts.encoding = count,
                CardState::Encoded => counts.encoded = count,
                CardState::Resetting => counts.resetting = count,
                CardState::Seen => counts.seen = count,
            }
        }
        Ok(counts)
    }
}

pub(super) fn of_record(
    connection: &Connection,
    number: i64,
    record: RecordId,
) -> Result<Option<Card>, Error> {
    one(connection, "WHERE batch = ?1 AND record = ?2", (number, Col(record)))
}

pub(super) fn by_uid(connection: &Connection, uid: Uid) -> Result<Option<Card>, Error> {
    one(connection, "WHERE uid = ?1", [Col(uid)])
}

fn one(connection: &Connection, which: &str, params: impl Params) -> Result<Option<Card>, Error> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} {which}"))?;
    Ok(statement.query_row(params, card).optional()?)
}

fn card(row: &Row<'_>) -> rusqlite::Result<Card> {
    Ok(Card {
        batch: row.get(0).map(|Col(name)| name)?,
        record: row.get(1).map(|Col(record)| record)?,
        uid: row.get(2).map(|Col(uid)| uid)?,
        generation: row.get(3).map(|Col(generation)| generation)?,
        state: row.get(4).map(|Col(state)| state)?,
        is_virtual: row.get(5)?,
        updated_at: row.get(6).map(|Col(at)| at)?,
    })
}
