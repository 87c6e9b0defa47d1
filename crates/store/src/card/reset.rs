//! A card goes back to the factory's state. Its record gets fresh keys before the first change:
//! switching SDM on again resets the chip's counter, and with the same keys every captured tap would
//! be good again, whether the reset was finished or not.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::{Card, CardState, read};
use crate::batch::{generation, next, number, raise};
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{CARDS, Column as _, INSPECTIONS};

impl OpenVault {
    /// Says, on disk before it returns, that the card is about to be reset: its state is then
    /// [`CardState::Resetting`], and its record's keys are of the next generation. Said again of a
    /// card in that state, nothing is raised a second time. Keys of others have no next generation:
    /// their record has none from then on.
    ///
    /// # Errors
    /// [`Error::NotClaimed`] if the record is not on `uid`; [`Error::LastGeneration`];
    /// [`Error::NoBatch`]; [`Error::Random`], [`Error::Busy`], [`Error::Full`].
    pub fn begin_reset<R: Random>(
        &mut self,
        batch: &Batch,
        record: RecordId,
        uid: Uid,
        now: Timestamp,
        random: &mut R,
    ) -> Result<(), Error> {
        let (mut change, data_key) = self.change()?;
        let number = number(&change.reader(), batch)?;
        let card = read::claimed(&change.reader(), number, record, uid)?;
        if card.state == CardState::Resetting {
            return Ok(());
        }
        let next = if batch.keys == KeyScheme::Imported {
            let now = generation(&change.reader(), number, record)?;
            now.next().ok_or(Error::LastGeneration { record })?
        } else {
            next(&mut change, data_key, (batch, number), record, random)?
        };
        raise(&mut change, number, record, next)?;
        let card = Card { state: CardState::Resetting, updated_at: now, ..card };
        change.put(&CARDS, card.values(number))?;
        change.note(&Event::CardResetting { batch: &batch.name, record, uid }, now)?;
        change.commit()
    }

    /// Takes `record` off the card `uid`, which was proved to be as delivered. What the card held
    /// stays in the journal.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn end_reset(
        &mut self,
        batch: &Batch,
        record: RecordId,
        uid: Uid,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (mut change, _) = self.change()?;
        let number = number(&change.reader(), batch)?;
        let card = read::of_record(&change.reader(), number, record)?;
        if card.is_some_and(|card| card.uid == uid && card.state == CardState::Resetting) {
            change.remove(&CARDS, &[number.to_value(), record.to_value()])?;
            // What was found of it then is not how the record stands now.
            let key = [number.to_value(), record.to_value(), uid.to_value()];
            change.remove(&INSPECTIONS, &key)?;
            change.note(&Event::CardReset { batch: &batch.name, record, uid }, now)?;
        }
        change.commit()
    }
}
