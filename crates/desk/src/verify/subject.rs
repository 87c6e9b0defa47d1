//! A card beside what it should be.

use tapsmith_card::command::Product;
use tapsmith_core::batch::KeyScheme;
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
use crate::tap::record_of_card;

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
    /// Whether the card has a master key of its own, and can be formatted.
    pub(super) fn is_desfire(&self) -> bool {
        self.facts.version.product() == Some(Product::DesfireEv3)
    }

    /// The record asked for, else the one the address names, else the one the vault has for the UID,
    /// else the one whose keys made the tap.
    pub(super) fn find<E>(
        vault: &OpenVault,
        request: &Request<'_>,
        layout: &'s BatchLayout,
        facts: &'s Facts,
    ) -> Result<Self, Error<E>> {
        let batch = request.batch;
        let [_, last] = &facts.urls;
        let record = match request.record {
            Some(record) => Some(record),
            None => record_of_card(vault, batch, layout, last.as_deref().ok(), facts.uid)?,
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

fn named(template: &Template, facts: &Facts) -> Option<RecordId> {
    let [_, last] = &facts.urls;
    template.record_of(last.as_deref().ok()?)
}
