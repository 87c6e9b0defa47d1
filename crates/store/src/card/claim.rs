//! A record is given to a card before the card is first written, and to no other card after that.

use jiff::Timestamp;
use rusqlite::Connection;
use tapsmith_core::batch::Batch;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

use super::{CardState, read};
use crate::batch::{check_record, generation, number, raise};
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
    /// The card that the record is taken off, if it is on another. `generation` is then the next one,
    /// so that the two cards share no key.
    pub replaces: Option<Uid>,
}

impl OpenVault {
    /// Says, on disk before it returns, that the card is about to be written: its state is then
    /// [`CardState::Encoding`]. The same claim again is good, for a card torn half-way; once virtual
    /// it stays virtual.
    ///
    /// # Errors
    /// [`Error::CardTaken`] by another record, [`Error::RecordTaken`] by another card;
    /// [`Error::StaleGeneration`] if the record's keys were made anew in the meantime;
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn claim(&mut self, batch: &Batch, claim: Claim, now: Timestamp) -> Result<(), Error> {
        check_record(batch, claim.record)?;
        let transaction = connect::write(&mut self.vault.connection)?;
        let number = number(&transaction, batch)?;
        refuse_taken(&transaction, number, batch, claim)?;
        if let Some(replaced) = claim.replaces {
            take_off(&transaction, number, claim, replaced)?;
        }
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

/// Refuses a card that carries another record, a record that is on another card than the one it is
/// taken off, and keys of another generation than the record's.
fn refuse_taken(
    connection: &Connection,
    number: i64,
    batch: &Batch,
    claim: Claim,
) -> Result<(), Error> {
    let Claim { record, uid, .. } = claim;
    if let Some(card) = read::by_uid(connection, uid)?
        && (&card.batch, card.record) != (&batch.name, record)
    {
        return Err(Error::CardTaken { uid, batch: card.batch, record: card.record });
    }
    let on = read::of_record(connection, number, record)?.map(|card| card.uid);
    if let Some(other) = on.filter(|on| *on != uid && Some(*on) != claim.replaces) {
        return Err(Error::RecordTaken { record, uid: other });
    }
    let now = generation(connection, number, record)?;
    let wanted = if claim.replaces.is_some() { now.next() } else { Some(now) };
    if wanted == Some(claim.generation) { Ok(()) } else { Err(Error::StaleGeneration { record }) }
}

fn take_off(
    connection: &Connection,
    number: i64,
    claim: Claim,
    replaced: Uid,
) -> Result<(), Error> {
    connection.execute(
        "DELETE FROM cards WHERE batch = ?1 AND record = ?2 AND uid = ?3",
        (number, Col(claim.record), Col(replaced)),
    )?;
    raise(connection, number, claim.record, claim.generation)
}

fn insert(connection: &Connection, number: i64, claim: Claim, now: Timestamp) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO cards (batch, record, uid, generation, state, is_virtual, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (batch, record) DO UPDATE SET
             generation = excluded.generation,
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
