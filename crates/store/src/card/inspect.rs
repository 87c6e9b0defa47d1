//! Cards that were looked at here, and what was found.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

use super::{Card, CardState, read};
use crate::batch::{check_record, number};
use crate::error::Error;
use crate::guard::Change;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{CARDS, Column as _, INSPECTIONS, Wanted};
use crate::vault::Vault;

/// A card was judged by a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inspection {
    /// The record.
    pub record: RecordId,
    /// The card.
    pub uid: Uid,
    /// The generation of the keys that it was judged by.
    pub generation: Generation,
    /// Whether the card is a virtual one.
    pub is_virtual: bool,
    /// Whether it is good.
    pub good: bool,
}

/// How many records of a batch were seen on cards, and how they were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InspectionCounts {
    /// On a card that somebody else made.
    pub returned: u64,
    /// On cards all of which were good when they were last looked at.
    pub verified: u64,
    /// On a card that was not.
    pub failed: u64,
}

const GOOD: &str = "pass";
const BAD: &str = "fail";

impl OpenVault {
    /// Keeps the last verdict on a card. A good one that the vault did not know is kept as the card of
    /// its record too, so that a second one with that record is noticed; what the vault knows of the
    /// card or of the record already stays as it is.
    ///
    /// # Errors
    /// [`Error::NotInBatch`], [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn inspected(
        &mut self,
        batch: &Batch,
        inspection: Inspection,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Inspection { record, uid, generation, is_virtual, good } = inspection;
        check_record(batch, record)?;
        let (mut change, _) = self.change()?;
        let number = number(&change.reader(), batch)?;
        if good {
            let (batch, state) = (batch.name.clone(), CardState::Seen);
            let card = Card { batch, record, uid, generation, state, is_virtual, updated_at: now };
            keep(&mut change, number, &card)?;
        }
        let verdict = if good { GOOD } else { BAD };
        let key = [number.to_value(), record.to_value(), uid.to_value(), generation.to_value()];
        let rest = [verdict.to_owned().to_value(), is_virtual.to_value(), now.to_value()];
        change.put(&INSPECTIONS, key.into_iter().chain(rest).collect())?;
        let (record, uid) = (Some(record), Some(uid));
        change.note(&Event::CardVerified { batch: &batch.name, record, uid, verdict }, now)?;
        change.commit()
    }

    /// Writes down that a card was looked at which is no record's, or none that can be told.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Full`].
    pub fn turned_away(
        &mut self,
        batch: &Batch,
        uid: Option<Uid>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let batch = &batch.name;
        self.note(&Event::CardVerified { batch, record: None, uid, verdict: BAD }, now)
    }
}

/// A card with newer keys takes the place of one that was only seen: the record was printed again.
fn keep(change: &mut Change<'_>, number: i64, card: &Card) -> Result<(), Error> {
    let reader = change.reader();
    if read::by_uid(&reader, card.uid)?.is_some() {
        return Ok(());
    }
    let older = |known: &Card| known.state == CardState::Seen && known.generation < card.generation;
    let known = read::of_record(&reader, number, card.record)?;
    if known.is_none_or(|known| older(&known)) {
        change.put(&CARDS, card.values(number))?;
    }
    Ok(())
}

impl Vault {
    /// How the records of `batch` were found on cards.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn count_inspections(&self, batch: &Batch) -> Result<InspectionCounts, Error> {
        let reader = self.reader();
        let wanted = Wanted::with("batch", &number(&reader, batch)?);
        let ours = self.made_here(&wanted)?;
        let mut records: BTreeMap<RecordId, (bool, bool)> = BTreeMap::new();
        reader.visit(&INSPECTIONS, &wanted, |row| {
            let (returned, failed) = records.entry(row.get("record")?).or_default();
            *returned |= ours.get(&row.get("record")?) != Some(&row.get("uid")?);
            *failed |= row.get::<String>("verdict")? != GOOD;
            Ok(ControlFlow::Continue(()))
        })?;
        let count = |wanted: fn(&(bool, bool)) -> bool| {
            u64::try_from(records.values().filter(|found| wanted(found)).count())
                .unwrap_or(u64::MAX)
        };
        Ok(InspectionCounts {
            returned: count(|(returned, _)| *returned),
            verified: count(|(_, failed)| !failed),
            failed: count(|(_, failed)| *failed),
        })
    }

    /// Which card we made of which record.
    fn made_here(&self, wanted: &Wanted) -> Result<BTreeMap<RecordId, Uid>, Error> {
        let mut ours = BTreeMap::new();
        self.reader().visit(&CARDS, wanted, |row| {
            if row.get::<CardState>("state")? != CardState::Seen {
                ours.insert(row.get("record")?, row.get("uid")?);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(ours)
    }
}
