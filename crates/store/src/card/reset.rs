//! A card goes back to the factory's state. Its record gets fresh keys before the first change:
//! switching SDM on again resets the chip's counter, and with the same keys every captured tap would
//! be good again, whether the reset was finished or not.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::{CardState, read};
use crate::batch::{number, raise};
use crate::column::Col;
use crate::error::Error;
use crate::file::connect;
use crate::open::OpenVault;

impl OpenVault {
    /// Says, on disk before it returns, that the card is about to be reset: its state is then
    /// [`CardState::Resetting`], and its record's keys are of the next generation. Said again of a
    /// card in that state, nothing is raised a second time.
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
        let next = self.next_generation(batch, record, random)?;
        let transaction = connect::write(&mut self.vault.connection)?;
        let number = number(&transaction, batch)?;
        let card = read::of_record(&transaction, number, record)?.filter(|card| card.uid == uid);
        let card = card.ok_or(Error::NotClaimed { record, uid })?;
        if card.state != CardState::Resetting {
            raise(&transaction, number, record, next)?;
            transaction.execute(
                "UPDATE cards SET state = ?3, updated_at = ?4 WHERE batch = ?1 AND record = ?2",
                (number, Col(record), CardState::Resetting.to_string(), Col(now)),
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Takes `record` off the card `uid`, which was proved to be as delivered. What the card held
    /// stays in the journal.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn end_reset(&mut self, batch: &Batch, record: RecordId, uid: Uid) -> Result<(), Error> {
        let number = number(&self.connection, batch)?;
        self.vault.connection.execute(
            "DELETE FROM cards WHERE batch = ?1 AND record = ?2 AND uid = ?3 AND state = ?4",
            (number, Col(record), Col(uid), CardState::Resetting.to_string()),
        )?;
        Ok(())
    }
}
