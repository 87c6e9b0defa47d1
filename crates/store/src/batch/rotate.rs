//! Fresh keys for records, on purpose.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::random::Random;

use super::create::REPORT_EVERY;
use super::generation::{next, raise};
use super::number;
use super::retire::refuse_retired;
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;

impl OpenVault {
    /// Gives each of `records` the keys of its next generation. A card that carries the old ones is
    /// good no more, until it is encoded again. `progress` is as in [`OpenVault::create_batch`].
    ///
    /// # Errors
    /// [`Error::LastGeneration`], [`Error::KeysOfOthers`], [`Error::Retired`];
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Random`], [`Error::Busy`],
    /// [`Error::Full`], [`Error::Interrupted`]. No record was then given anything.
    pub fn rotate<R: Random>(
        &mut self,
        batch: &Batch,
        records: RecordRange,
        now: Timestamp,
        random: &mut R,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Error> {
        let (mut change, data_key) = self.change()?;
        refuse_retired(&change.reader(), batch)?;
        let number = number(&change.reader(), batch)?;
        for (record, done) in records.iter().zip(1..) {
            let next = next(&mut change, data_key, (batch, number), record, random)?;
            raise(&mut change, number, record, next)?;
            if done % REPORT_EVERY == 0 && !progress(done) {
                return Err(Error::Interrupted);
            }
        }
        change.note(
            &Event::KeysRotated {
                batch: &batch.name,
                first: records.first(),
                last: records.last(),
                records: records.count(),
            },
            now,
        )?;
        change.commit()
    }
}
