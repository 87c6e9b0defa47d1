//! One URL, one verdict.

use std::convert::Infallible;

use serde::Serialize;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::AesKey;
use tapsmith_core::layout::{Layout, SlotContent};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{self, Reading, Rejection, Tap, TapKeys, Verifier};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_store::{BatchKeys, OpenVault};

use super::record_by_trial;
use crate::check::Verdict;
use crate::error::Error;
use crate::record::BatchLayout;

/// By what a tap is judged.
#[derive(Debug)]
pub enum Judge<'v> {
    /// By the batch it should be of: address, record and keys.
    Batch {
        /// The vault.
        vault: &'v OpenVault,
        /// The batch.
        batch: &'v Batch,
        /// Its addresses, and which keys they are made with.
        layout: Box<BatchLayout>,
        /// Its keys.
        keys: BatchKeys<'v>,
    },
    /// By two keys, and by a template if there is one.
    Keys {
        /// The keys, ready.
        verifier: Box<Verifier>,
        /// The address; without it, parameters are found by their usual names.
        template: Option<Template>,
        /// What chips with plain mirrors speak. That of PICCENCData follows from its width.
        plain: Suite,
    },
}

/// A tap, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Pass or fail.
    pub verdict: Verdict,
    /// The word for programs, if it failed.
    pub reason: Option<&'static str>,
    /// The sentence for people, if it failed.
    pub detail: Option<String>,
    /// The record.
    pub record_id: Option<RecordId>,
    /// The chip.
    pub uid: Option<Uid>,
    /// The chip's counter.
    pub read_counter: Option<ReadCounter>,
    /// The state of the chip's tamper loop, where the address shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_tamper: Option<TagTamper>,
    /// Whether the same tap stood on an earlier line.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub replay: bool,
    /// The generation of the keys that proved it.
    #[serde(skip)]
    pub generation: Generation,
}

impl<'v> Judge<'v> {
    /// A judge by the keys of `batch`.
    ///
    /// # Errors
    /// The vault's own, or a batch whose base URL does not fit its profile.
    pub fn by_batch(vault: &'v OpenVault, batch: &'v Batch) -> Result<Self, Error<Infallible>> {
        let layout = Box::new(BatchLayout::expected(vault, batch)?);
        Ok(Self::Batch { vault, batch, layout, keys: vault.keys(batch)? })
    }

    /// Judges `url`, a tap as it was read. That it is not good is no error, but a verdict.
    ///
    /// # Errors
    /// The vault's own.
    pub fn judge(&self, url: &str) -> Result<Judged, tapsmith_store::Error> {
        match self {
            Self::Keys { verifier, template, plain } => {
                let tap = match template {
                    Some(template) => template.read_either(url),
                    None => sun::by_name(url, *plain),
                };
                let outcome = tap.and_then(|tap| verifier.verify(&tap));
                Ok(verdict(&outcome, Generation::default(), None))
            }
            Self::Batch { layout, .. } => {
                let template = &layout.template;
                match template.read(url).and_then(|tap| self.in_batch(tap)) {
                    Ok(tap) => self.judge_tap(&tap),
                    Err(rejection) => {
                        let record = template.record_of(url);
                        Ok(verdict(&Err(rejection), Generation::default(), record))
                    }
                }
            }
        }
    }

    /// Refuses a tap whose address names a record that the batch does not have.
    fn in_batch<'u>(&self, tap: Tap<'u>) -> Result<Tap<'u>, Rejection> {
        match (self, tap.record) {
            (Self::Batch { batch, .. }, Some(record)) if !batch.records.contains(record) => {
                Err(Rejection::UnknownRecord)
            }
            _ => Ok(tap),
        }
    }

    /// A tap that names its record is judged by that; another by every record of the batch.
    fn judge_tap(&self, tap: &Tap<'_>) -> Result<Judged, tapsmith_store::Error> {
        let record = match (self, tap.record) {
            (Self::Batch { vault, batch, layout, keys }, None) => {
                record_by_trial(vault, batch, layout, keys, tap)?
            }
            (_, record) => record,
        };
        match record {
            Some(record) => self.judge_record(tap, record),
            None => Ok(verdict(&Err(Rejection::NoRecord), Generation::default(), None)),
        }
    }

    fn judge_record(
        &self,
        tap: &Tap<'_>,
        record: RecordId,
    ) -> Result<Judged, tapsmith_store::Error> {
        let Self::Batch { vault, batch, layout, keys } = self else {
            return Ok(verdict(&Err(Rejection::NoRecord), Generation::default(), None));
        };
        let generation = vault.generation(batch, record)?;
        let keys = match tap_keys(keys, &layout.layout, record, generation) {
            // Those of others leave gaps.
            Err(tapsmith_store::Error::NoKeys { .. }) if batch.keys == KeyScheme::Imported => {
                Err(Rejection::UnknownRecord)
            }
            keys => keys?.ok_or(Rejection::UnknownKey),
        };
        // What is encrypted has to be this record's, also where the address names none.
        let mut tap = *tap;
        tap.record = Some(record);
        let outcome = keys.and_then(|keys| tap.verify(&keys));
        // Counters are remembered by the key that signed: one that is shared stays, whatever the record's do.
        let signed_in = match layout.layout.content(layout.layout.file_read) {
            SlotContent::Role(role) => batch.profile.generation_of(role, generation),
            SlotContent::Factory | SlotContent::Unknown => generation,
        };
        Ok(verdict(&outcome, signed_in, Some(record)))
    }
}

/// The two keys that a record's taps are made with; none if nobody knows them.
pub(super) fn tap_keys(
    keys: &BatchKeys<'_>,
    layout: &Layout,
    record: RecordId,
    generation: Generation,
) -> Result<Option<TapKeys>, tapsmith_store::Error> {
    let key = |slot| match layout.content(slot) {
        SlotContent::Role(role) => match keys.key(record, role, generation) {
            Err(tapsmith_store::Error::NoKey { .. }) => Ok(None),
            key => key.map(Some),
        },
        SlotContent::Factory => Ok(Some(AesKey::factory())),
        SlotContent::Unknown => Ok(None),
    };
    let (meta_read, file_read) = (key(layout.meta_read)?, key(layout.file_read)?);
    Ok(meta_read.zip(file_read).map(|(meta_read, file_read)| TapKeys { meta_read, file_read }))
}

fn verdict(
    outcome: &Result<Reading, Rejection>,
    generation: Generation,
    record: Option<RecordId>,
) -> Judged {
    let rejection = outcome.as_ref().err();
    let reading = outcome.as_ref().ok();
    Judged {
        verdict: Verdict::of(rejection.is_none()),
        reason: rejection.map(Rejection::reason),
        detail: rejection.map(ToString::to_string),
        record_id: reading.and_then(|reading| reading.record).or(record),
        uid: reading.and_then(|reading| reading.uid),
        read_counter: reading.and_then(|reading| reading.counter),
        tag_tamper: reading.and_then(|reading| reading.tag_tamper),
        replay: false,
        generation,
    }
}
