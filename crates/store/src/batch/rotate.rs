//! Fresh keys for records, on purpose.

use std::ops::ControlFlow;

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::random::Random;

use super::create::REPORT_EVERY;
use super::generation::{next, raise};
use super::number;
use super::retire::refuse_retired;
use crate::card::CardState;
use crate::error::Error;
use crate::guard::Reader;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{CARDS, Wanted};

/// Which records get fresh keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// The records.
    pub records: RecordRange,
    /// Whether those too that are on cards.
    pub carried: bool,
}

/// How many of `records` are on cards that are not on their way back to the factory's state.
fn on_cards(reader: &Reader<'_>, number: i64, records: RecordRange) -> Result<u64, Error> {
    let mut cards = 0;
    let wanted = Wanted::with("batch", &number).from("record", &records.first());
    reader.visit(&CARDS, &wanted, |row| {
        if !records.contains(row.get("record")?) {
            return Ok(ControlFlow::Break(()));
        }
        cards += u64::from(row.get::<CardState>("state")? != CardState::Resetting);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(cards)
}

impl OpenVault {
    /// Gives records the keys of their next generation; tells how many of their cards carry older
    /// ones: such a card is good no more, until it is encoded again. `progress` is as in [`OpenVault::create_batch`].
    ///
    /// # Errors
    /// [`Error::OnCards`]; [`Error::LastGeneration`], [`Error::KeysOfOthers`], [`Error::Retired`];
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Random`], [`Error::Busy`],
    /// [`Error::Full`], [`Error::Interrupted`]. No record was then given anything.
    pub fn rotate<R: Random>(
        &mut self,
        batch: &Batch,
        Rotation { records, carried }: Rotation,
        now: Timestamp,
        random: &mut R,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<u64, Error> {
        let (mut change, data_key) = self.change()?;
        refuse_retired(&change.reader(), batch)?;
        let number = number(&change.reader(), batch)?;
        let cards = on_cards(&change.reader(), number, records)?;
        if cards > 0 && !carried {
            return Err(Error::OnCards { cards });
        }
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
        change.commit()?;
        Ok(cards)
    }
}
