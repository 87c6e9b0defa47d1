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
use crate::guard::{Change, Reader};
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{CARDS, Wanted};
use crate::seal::SealingKey;

/// Which records get fresh keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// The records.
    pub records: RecordRange,
    /// Whether those too that are on cards.
    pub carried: bool,
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
        let cards = refuse_carried(&change.reader(), number, &[records], carried)?;
        rotate(&mut change, data_key, (batch, number), records, now, random, progress)?;
        change.commit()?;
        Ok(cards)
    }
}

/// Gives consecutive records the keys of their next generation, and writes the event.
pub(crate) fn rotate<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    (batch, number): (&Batch, i64),
    records: RecordRange,
    now: Timestamp,
    random: &mut R,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<(), Error> {
    for (record, done) in records.iter().zip(1..) {
        let next = next(change, data_key, (batch, number), record, random)?;
        raise(change, number, record, next)?;
        if done % REPORT_EVERY == 0 && !progress(done) {
            return Err(Error::Interrupted);
        }
    }
    let (batch, first, last) = (&batch.name, records.first(), records.last());
    change.note(&Event::KeysRotated { batch, first, last, records: records.count() }, now)
}

/// Refuses records that are on cards unless `carried`; tells how many are.
pub(crate) fn refuse_carried(
    reader: &Reader<'_>,
    number: i64,
    ranges: &[RecordRange],
    carried: bool,
) -> Result<u64, Error> {
    let mut cards = 0;
    for records in ranges {
        cards += on_cards(reader, number, *records)?;
    }
    if cards > 0 && !carried { Err(Error::OnCards { cards }) } else { Ok(cards) }
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
