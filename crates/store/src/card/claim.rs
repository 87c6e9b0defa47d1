//! A record is given to a card before the card is first written, and to no other card after that.

use jiff::Timestamp;
use rusqlite::Connection;
use tapsmith_core::batch::Batch;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

use super::{CardState, read};
use crate::batch::{check_record, number};
use crate::column::Col;
use crate::error::Error;
use crate::file::connect;
use crate::open::OpenVault;

/// This record goes onto this card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The record.
    pub record: RecordId,
    /// The card.
    pub uid: Uid,
    /// The generation of the keys that are about to be written.
    pub generation: Generation,
    /// Whether the card is a virtual one.
    pub is_virtual: bool,
}

impl OpenVault {
    /// Says, on disk before it returns, that the card is about to be written: its state is then
    /// [`CardState::Encoding`]. The same claim again is good, for a card torn half-way; the card
    /// keeps the higher generation, and once virtual stays virtual.
    ///
    /// # Errors
    /// [`Error::RecordTaken`] by another card, [`Error::CardTaken`] by another record;
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn claim(&mut self, batch: &Batch, claim: Claim, now: Timestamp) -> Result<(), Error> {
        check_record(batch, claim.record)?;
        let transaction = connect::write(&mut self.vault.connection)?;
        let number = number(&transaction, batch)?;
        refuse_taken(&transaction, number, batch, claim)?;
        insert(&transaction, number, claim, now)?;
        Ok(transaction.commit()?)
    }

    /// Says what [`OpenVault::claim`] would say now, and writes nothing.
    ///
    /// # Errors
    /// As [`OpenVault::claim`].
    pub fn check_claim(&self, batch: &Batch, claim: Claim) -> Result<(), Error> {
        check_record(batch, claim.record)?;
        let number = number(&self.connection, batch)?;
        refuse_taken(&self.connection, number, batch, claim)
    }

    /// Says that everything was written to the card and proved.
    ///
    /// # Errors
    /// [`Error::NotClaimed`] if `record` was not claimed for `uid`; [`Error::NoBatch`];
    /// [`Error::Busy`], [`Error::Full`].
    pub fn mark_encoded(
        &mut self,
        batch: &Batch,
        record: RecordId,
        uid: Uid,
        now: Timestamp,
    ) -> Result<(), Error> {
        let transaction = connect::write(&mut self.vault.connection)?;
        let number = number(&transaction, batch)?;
        let marked = transaction.execute(
            "UPDATE cards SET state = ?4, updated_at = ?5
             WHERE batch = ?1 AND record = ?2 AND uid = ?3",
            (number, Col(record), Col(uid), CardState::Encoded.to_string(), Col(now)),
        )?;
        if marked == 0 {
            return Err(Error::NotClaimed { record, uid });
        }
        Ok(transaction.commit()?)
    }
}

fn refuse_taken(
    connection: &Connection,
    number: i64,
    batch: &Batch,
    claim: Claim,
) -> Result<(), Error> {
    let Claim { record, uid, .. } = claim;
    if let Some(card) = read::of_record(connection, number, record)?
        && card.uid != uid
    {
        return Err(Error::RecordTaken { record, uid: card.uid });
    }
    if let Some(card) = read::by_uid(connection, uid)?
        && (&card.batch, card.record) != (&batch.name, record)
    {
        return Err(Error::CardTaken { uid, batch: card.batch, record: card.record });
    }
    Ok(())
}

fn insert(connection: &Connection, number: i64, claim: Claim, now: Timestamp) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO cards (batch, record, uid, generation, state, is_virtual, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (batch, record) DO UPDATE SET
             generation = max(generation, excluded.generation),
             state = excluded.state,
             is_virtual = max(is_virtual, excluded.is_virtual),
             updated_at = excluded.updated_at",
        (
            number,
            Col(claim.record),
            Col(claim.uid),
            Col(claim.generation),
            CardState::Encoding.to_string(),
            claim.is_virtual,
            Col(now),
        ),
    )?;
    Ok(())
}
