//! A record is given to a card before the card is first written, and to no other card after that.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

use super::{Card, CardState, read};
use crate::batch::{check_record, generation, number, raise, refuse_retired};
use crate::error::Error;
use crate::guard::Reader;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{CARDS, Column as _};

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
        let (mut change, _) = self.change()?;
        let number = number(&change.reader(), batch)?;
        refuse_taken(&change.reader(), number, batch, claim)?;
        let Claim { record, uid, generation, is_virtual, replaces } = claim;
        let before = read::by_uid(&change.reader(), uid)?;
        if replaces.is_some() {
            change.remove(&CARDS, &[number.to_value(), record.to_value()])?;
            raise(&mut change, number, record, generation)?;
        }
        let card = Card {
            batch: batch.name.clone(),
            record,
            uid,
            generation,
            state: CardState::Encoding,
            is_virtual: is_virtual || before.is_some_and(|card| card.is_virtual),
            updated_at: now,
        };
        change.put(&CARDS, card.values(number))?;
        change.note(&Event::CardClaimed { batch: &batch.name, record, uid, generation }, now)?;
        change.commit()
    }

    /// Says what [`OpenVault::claim`] would say now, and writes nothing.
    ///
    /// # Errors
    /// As [`OpenVault::claim`].
    pub fn check_claim(&self, batch: &Batch, claim: Claim) -> Result<(), Error> {
        check_record(batch, claim.record)?;
        let reader = self.reader();
        refuse_taken(&reader, number(&reader, batch)?, batch, claim)
    }

    /// Says that everything was written to the card and proved. Said again nothing changes.
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
        let (mut change, _) = self.change()?;
        let number = number(&change.reader(), batch)?;
        let card = read::claimed(&change.reader(), number, record, uid)?;
        if card.state == CardState::Encoded {
            return Ok(());
        }
        let card = Card { state: CardState::Encoded, updated_at: now, ..card };
        change.put(&CARDS, card.values(number))?;
        change.note(&Event::CardEncoded { batch: &batch.name, record, uid }, now)?;
        change.commit()
    }
}

/// Refuses a card that carries another record, a record that is on another card than the one it is
/// taken off, keys of another generation than the record's, and a batch that is retired.
fn refuse_taken(
    reader: &Reader<'_>,
    number: i64,
    batch: &Batch,
    claim: Claim,
) -> Result<(), Error> {
    refuse_retired(reader, batch)?;
    let Claim { record, uid, .. } = claim;
    if let Some(card) = read::by_uid(reader, uid)?
        && (&card.batch, card.record) != (&batch.name, record)
    {
        return Err(Error::CardTaken { uid, batch: card.batch, record: card.record });
    }
    let on = read::of_record(reader, number, record)?.map(|card| card.uid);
    if let Some(other) = on.filter(|on| *on != uid && Some(*on) != claim.replaces) {
        return Err(Error::RecordTaken { record, uid: other });
    }
    let now = generation(reader, number, record)?;
    let wanted = if claim.replaces.is_some() { now.next() } else { Some(now) };
    if wanted == Some(claim.generation) { Ok(()) } else { Err(Error::StaleGeneration { record }) }
}
