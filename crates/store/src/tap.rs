//! Taps seen: a card's read counter only ever rises, so one that does not was seen before.

use rusqlite::{Connection, Statement};
use tapsmith_core::batch::Batch;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::Generation;
use tapsmith_core::uid::Uid;

use crate::batch::number;
use crate::column::Col;
use crate::error::Error;
use crate::file::connect;
use crate::open::OpenVault;

/// One reading of one card, already proved genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tap {
    /// The card.
    pub uid: Uid,
    /// The generation of the keys that proved it: new keys start a new count.
    pub generation: Generation,
    /// Where its counter stood.
    pub counter: ReadCounter,
}

/// Whether a tap was seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fresh {
    /// Its counter is above every one remembered, and is now remembered itself.
    New,
    /// Its counter is not above the highest remembered.
    Replayed {
        /// The highest remembered.
        highest: ReadCounter,
    },
}

impl OpenVault {
    /// Judges and remembers `taps`, one after the other, in one transaction; the answers stand in
    /// the same order. A card is remembered apart for each batch, and for `None`, which stands for
    /// keys that no batch holds.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`]. None of `taps` is then remembered.
    pub fn remember(&mut self, batch: Option<&Batch>, taps: &[Tap]) -> Result<Vec<Fresh>, Error> {
        let transaction = connect::write(&mut self.vault.connection)?;
        let number = batch.map(|batch| number(&transaction, batch)).transpose()?;
        let answers = remember_all(&transaction, number, taps)?;
        transaction.commit()?;
        Ok(answers)
    }
}

fn remember_all(
    connection: &Connection,
    number: Option<i64>,
    taps: &[Tap],
) -> Result<Vec<Fresh>, Error> {
    let mut raise = connection.prepare_cached(
        "INSERT INTO taps (batch, uid, generation, highest) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (coalesce(batch, 0), uid, generation)
         DO UPDATE SET highest = excluded.highest WHERE excluded.highest > highest",
    )?;
    let mut highest = connection.prepare_cached(
        "SELECT highest FROM taps
         WHERE coalesce(batch, 0) = coalesce(?1, 0) AND uid = ?2 AND generation = ?3",
    )?;
    taps.iter().map(|tap| remember(&mut raise, &mut highest, number, *tap)).collect()
}

fn remember(
    raise: &mut Statement<'_>,
    highest: &mut Statement<'_>,
    number: Option<i64>,
    tap: Tap,
) -> Result<Fresh, Error> {
    let card = (number, Col(tap.uid), Col(tap.generation));
    if raise.execute((card.0, card.1, card.2, Col(tap.counter)))? == 1 {
        return Ok(Fresh::New);
    }
    let Col(highest) = highest.query_row(card, |row| row.get(0))?;
    Ok(Fresh::Replayed { highest })
}
