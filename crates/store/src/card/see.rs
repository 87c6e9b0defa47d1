//! A card that somebody else made, and that proved itself here.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

use super::CardState;
use crate::batch::{check_record, number};
use crate::column::Col;
use crate::error::Error;
use crate::open::OpenVault;

/// This card was seen to carry this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The record.
    pub record: RecordId,
    /// The card.
    pub uid: Uid,
    /// The generation of the keys that it proved.
    pub generation: Generation,
    /// Whether the card is a virtual one.
    pub is_virtual: bool,
}

impl OpenVault {
    /// Keeps a card that was verified, so that a second one with its record is noticed. What the vault
    /// knows of the card or of the record already stays as it is.
    ///
    /// # Errors
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn see(&mut self, batch: &Batch, sight: Sight, now: Timestamp) -> Result<(), Error> {
        let Sight { record, uid, generation, is_virtual } = sight;
        check_record(batch, record)?;
        let number = number(&self.connection, batch)?;
        self.vault.connection.execute(
            "INSERT INTO cards (batch, record, uid, generation, state, is_virtual, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            (
                number,
                Col(record),
                Col(uid),
                Col(generation),
                CardState::Seen.to_string(),
                is_virtual,
                Col(now),
            ),
        )?;
        Ok(())
    }
}
