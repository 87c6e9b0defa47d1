//! A card beside what it should be.

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{Reading, Rejection};
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Inspection, OpenVault};

use super::Request;
use crate::check::Verdict;
use crate::error::Error;
use crate::facts::Facts;
use crate::record::{BatchLayout, RecordCard};
use crate::tap::{record_by_trial, uid_for_all};

/// What was read, which record it should be, and what its taps prove.
#[derive(Debug)]
pub(super) struct Subject<'s> {
    pub(super) facts: &'s Facts,
    pub(super) layout: &'s BatchLayout,
    /// The record it is judged as.
    pub(super) record: Option<RecordId>,
    /// What the card of that record shall be; none if the batch has no such record.
    pub(super) card: Option<RecordCard>,
    /// The first tap and the last, as verified; none where there is no address or no key.
    pub(super) readings: [Option<Result<Reading, Rejection>>; 2],
}

impl<'s> Subject<'s> {
    /// The record asked for, else the one the address names, else the one the vault has for the UID,
    /// else the one whose keys made the tap.
    pub(super) fn find<E>(
        vault: &OpenVault,
        request: &Request<'_>,
        layout: &'s BatchLayout,
        facts: &'s Facts,
    ) -> Result<Self, Error<E>> {
        let batch = request.batch;
        let record = match request.record.or(named(&layout.template, facts)) {
            Some(record) => Some(record),
            None => match by_uid(vault, batch, facts.uid)? {
                Some(record) => Some(record),
                None => by_tap(vault, batch, layout, facts)?,
            },
        };
        let card = match record {
            Some(record) if request.record.is_some() || batch.records.contains(record) => {
                match RecordCard::load(vault, batch, layout, record) {
                    // Those of others leave gaps.
                    Err(Error::Store(tapsmith_store::Error::NoKeys { .. }))
                        if batch.keys == KeyScheme::Imported =>
                    {
                        None
                    }
                    card => Some(card?),
                }
            }
            _ => None,
        };
        let readings = facts.urls.each_ref().map(|url| {
            let (url, card) = url.as_ref().ok().zip(card.as_ref())?;
            let keys = card.tap_keys.as_ref().ok_or(Rejection::UnknownKey);
            let read = |keys| layout.template.read(url).and_then(|tap| tap.verify(keys));
            Some(keys.and_then(read))
        });
        Ok(Self { facts, layout, record, card, readings })
    }

    /// The card's UID: as it shows it to anybody, or as its last tap proves it.
    pub(super) fn uid(&self) -> Option<Uid> {
        self.facts.uid.or_else(|| self.last_reading()?.uid)
    }

    /// What its address should be.
    pub(super) fn template(&self) -> &'s Template {
        &self.layout.template
    }

    /// The last tap's address.
    pub(super) fn url(&self) -> Option<&str> {
        let [_, last] = &self.facts.urls;
        last.as_deref().ok()
    }

    /// What the last tap proved.
    pub(super) fn last_reading(&self) -> Option<&Reading> {
        let [_, last] = &self.readings;
        last.as_ref()?.as_ref().ok()
    }

    /// What the vault keeps of it.
    pub(super) fn inspection(&self, verdict: Verdict, is_virtual: bool) -> Option<Inspection> {
        let (uid, card) = (self.uid()?, self.card.as_ref()?);
        let RecordCard { record, generation, .. } = *card;
        let good = verdict == Verdict::Pass;
        Some(Inspection { record, uid, generation, is_virtual, good })
    }

    /// The record that the last tap's address names.
    pub(super) fn named(&self) -> Option<RecordId> {
        named(self.template(), self.facts)
    }
}

fn by_uid(
    vault: &OpenVault,
    batch: &Batch,
    uid: Option<Uid>,
) -> Result<Option<RecordId>, tapsmith_store::Error> {
    let Some(uid) = uid else { return Ok(None) };
    let card = vault.card_by_uid(uid)?.filter(|card| card.batch == batch.name);
    Ok(card.map(|card| card.record))
}

/// By the keys that made its last tap. A card that hides its UID is known by the one that its tap says, even
/// if its own keys did not make that.
fn by_tap(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    facts: &Facts,
) -> Result<Option<RecordId>, tapsmith_store::Error> {
    let [_, last] = &facts.urls;
    let tap = last.as_deref().ok().and_then(|url| layout.template.read(url).ok());
    let Some(tap) = tap else { return Ok(None) };
    let keys = vault.keys(batch)?;
    match record_by_trial(vault, batch, layout, &keys, &tap)? {
        None if facts.uid.is_none() => {
            by_uid(vault, batch, uid_for_all(vault, batch, layout, &keys, &tap)?)
        }
        found => Ok(found),
    }
}

fn named(template: &Template, facts: &Facts) -> Option<RecordId> {
    let [_, last] = &facts.urls;
    template.record_of(last.as_deref().ok()?)
}
