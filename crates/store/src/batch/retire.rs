//! A batch of which no more cards are made.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;

use super::read::row;
use super::{BatchState, Stored};
use crate::error::Error;
use crate::guard::Reader;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::BATCHES;
use crate::vault::Vault;

impl Vault {
    /// Refuses a batch of which no more cards are to be made.
    ///
    /// # Errors
    /// [`Error::Retired`]; [`Error::NoBatch`], [`Error::Damaged`], [`Error::Busy`].
    pub fn refuse_retired(&self, batch: &Batch) -> Result<(), Error> {
        refuse_retired(&self.reader(), batch)
    }
}

pub(crate) fn refuse_retired(reader: &Reader<'_>, batch: &Batch) -> Result<(), Error> {
    match row(reader, batch)?.get("state")? {
        BatchState::Active => Ok(()),
        BatchState::Retired => Err(Error::Retired { batch: batch.name.clone() }),
    }
}

impl OpenVault {
    /// From now on no cards are made of `batch`, or, with [`BatchState::Active`], they are again.
    /// Said a second time nothing changes.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn set_state(
        &mut self,
        batch: &Batch,
        state: BatchState,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (mut change, _) = self.change()?;
        let row = row(&change.reader(), batch)?;
        let stored = Stored::of(&row)?;
        if stored.state == state {
            return Ok(());
        }
        let values =
            Stored { state, ..stored }.values(row.get("number")?, row.get("sealed_master")?);
        change.put(&BATCHES, values?)?;
        let batch = &batch.name;
        let event = match state {
            BatchState::Active => Event::BatchRevived { batch },
            BatchState::Retired => Event::BatchRetired { batch },
        };
        change.note(&event, now)?;
        change.commit()
    }
}
