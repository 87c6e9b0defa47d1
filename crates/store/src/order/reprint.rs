//! Records ordered once more: with the keys they have, or with fresh ones.

use std::fmt;

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};

use super::note::note;
use super::ranges::merged;
use super::{BuiltOrder, LineRun};
use crate::batch::{
    check_kept, check_record, generation, number, refuse_carried, refuse_retired, rotate,
};
use crate::error::Error;
use crate::guard::Reader;
use crate::open::OpenVault;

/// An order for cards that were ordered before.
#[derive(Clone, Copy)]
pub struct Reprint<'r> {
    /// Its own reference.
    pub reference: &'r str,
    /// The order that it prints again, if it is one.
    pub reprint_of: Option<&'r str>,
    /// The text of the template it is built from.
    pub template: &'r str,
    /// Its records: each once, whatever the ranges have in common; the lowest first.
    pub records: &'r [RecordRange],
    /// Whether they get the keys of their next generation.
    pub fresh: bool,
    /// Whether those get fresh keys too that are on cards.
    pub carried: bool,
}

impl OpenVault {
    /// Writes down that records are ordered again and, with `fresh`, gives them the keys of their next
    /// generation: all of it or nothing. Tells the order, and how many of the records' cards carry
    /// older keys from now on.
    ///
    /// # Errors
    /// [`Error::OnCards`]; [`Error::LastGeneration`], [`Error::KeysOfOthers`], [`Error::Retired`];
    /// [`Error::EmptyOrder`], [`Error::NotInBatch`], [`Error::NoKeys`], [`Error::NoBatch`];
    /// [`Error::Random`], [`Error::Busy`], [`Error::Full`]. Nothing has happened then.
    pub fn note_reprint<R: Random>(
        &mut self,
        batch: &Batch,
        reprint: &Reprint<'_>,
        now: Timestamp,
        random: &mut R,
    ) -> Result<(BuiltOrder, u64), Error> {
        let ranges = merged(reprint.records.iter().copied())?;
        for range in &ranges {
            check_record(batch, range.first())?;
            check_record(batch, range.last())?;
        }
        let (mut change, data_key) = self.change()?;
        refuse_retired(&change.reader(), batch)?;
        let number = number(&change.reader(), batch)?;
        let mut cards = 0;
        if reprint.fresh {
            cards = refuse_carried(&change.reader(), number, &ranges, reprint.carried)?;
            for range in &ranges {
                let whose = (batch, number);
                rotate(&mut change, data_key, whose, *range, now, random, &mut |_| true)?;
            }
        }
        let order = reprint.order(&change.reader(), (batch, number), &ranges)?;
        note(&mut change, data_key, (batch, number), (&order, reprint.template), now, random)?;
        change.commit()?;
        Ok((order, cards))
    }
}

impl Reprint<'_> {
    /// The order, with the keys that its records have now.
    fn order(
        &self,
        reader: &Reader<'_>,
        (batch, number): (&Batch, i64),
        ranges: &[RecordRange],
    ) -> Result<BuiltOrder, Error> {
        let keyed = |record| -> Result<(RecordId, Generation), Error> {
            let generation = generation(reader, number, record)?;
            check_kept(reader, (batch, number), record, generation)?;
            Ok((record, generation))
        };
        let records: Vec<_> =
            ranges.iter().flat_map(|range| range.iter()).map(keyed).collect::<Result<_, _>>()?;
        Ok(BuiltOrder {
            reference: self.reference.to_owned(),
            runs: LineRun::of(records),
            reprint_of: self.reprint_of.map(str::to_owned),
        })
    }
}

/// Without the template: an order's file serves as one, and may hold keys.
impl fmt::Debug for Reprint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reprint")
            .field("reference", &self.reference)
            .field("reprint_of", &self.reprint_of)
            .field("records", &self.records)
            .field("fresh", &self.fresh)
            .field("carried", &self.carried)
            .finish_non_exhaustive()
    }
}
