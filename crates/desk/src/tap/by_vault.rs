//! Judging by a batch whose vault has to be asked for every tap: for keys that it keeps, or for the record that made it.

use std::collections::HashMap;
use std::convert::Infallible;

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::key::AesKey;
use tapsmith_core::layout::{Layout, SlotContent};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::sun::{Rejection, Tap, TapKeys, Verifier};
use tapsmith_core::uid::Uid;
use tapsmith_store::{BatchKeys, Error, OpenVault};

use super::keyed::is_shared;
use super::trial::{Trial, verifier};
use super::{Judged, Shape};
use crate::check::Verdict;
use crate::record::BatchLayout;

/// Judges a batch's taps one by one.
#[derive(Debug)]
pub struct ByVault<'v> {
    vault: &'v OpenVault,
    batch: &'v Batch,
    layout: BatchLayout,
    keys: BatchKeys<'v>,
    /// Tries many records at a time, if their keys can be computed here.
    verifier: Option<Verifier>,
    found: Found,
}

/// The records of cards whose taps were good, for the next taps of the same.
#[derive(Debug, Default)]
pub struct Found(HashMap<Uid, RecordId>);

impl<'v> ByVault<'v> {
    /// By the keys of `batch`, as they are now.
    ///
    /// # Errors
    /// The vault's own, or a batch whose base URL does not fit its profile.
    pub fn new(
        vault: &'v OpenVault,
        batch: &'v Batch,
    ) -> Result<Self, crate::error::Error<Infallible>> {
        let layout = BatchLayout::expected(vault, batch)?;
        let keys = vault.keys(batch)?;
        let verifier = verifier(batch, &layout, &keys)?;
        Ok(Self { vault, batch, layout, keys, verifier, found: Found::default() })
    }

    /// The same, knowing what another found.
    #[must_use]
    pub fn with_found(self, found: Found) -> Self {
        Self { found, ..self }
    }

    /// What the next can know.
    pub fn into_found(self) -> Found {
        self.found
    }

    /// Judges the taps of an input, in the order of its lines. That a line is not good is no error, but a verdict.
    ///
    /// # Errors
    /// The vault's own.
    pub fn judge_all(&mut self, shape: Shape, lines: &[&[u8]]) -> Result<Vec<Judged>, Error> {
        let judge = |line: &&[u8]| match shape.url(line) {
            Ok(url) => self.judge(&url),
            Err(unreadable) => Ok(unreadable.into()),
        };
        lines.iter().map(judge).collect()
    }
}

impl ByVault<'_> {
    /// Judges one tap. That it is not good is no error, but a verdict.
    ///
    /// # Errors
    /// The vault's own.
    pub fn judge(&mut self, url: &str) -> Result<Judged, Error> {
        let template = self.layout.template.clone();
        let tap = match template.read(url) {
            Ok(tap) if tap.record.is_none_or(|record| self.batch.records.contains(record)) => tap,
            other => {
                let rejection = other.err().unwrap_or(Rejection::UnknownRecord);
                return Ok(failed(rejection, template.record_of(url)));
            }
        };
        if tap.record.is_some() {
            return self.judge_named(&tap, tap.record);
        }
        let judged = self.judge_unnamed(&tap)?;
        let proved = judged.uid.filter(|_| judged.verdict == Verdict::Pass).zip(judged.record_id);
        self.found.0.extend(proved);
        Ok(judged)
    }

    /// A tap that names no record is judged by that of its card, or by every record of the batch.
    fn judge_unnamed(&self, tap: &Tap<'_>) -> Result<Judged, Error> {
        let Self { vault, batch, keys, .. } = self;
        let (layout, verifier) = (&self.layout.layout, self.verifier.as_ref());
        let trial = Trial { vault, batch, layout, keys, verifier, tap };
        let seen = trial.said_uid()?.and_then(|uid| self.found.0.get(&uid)).copied();
        let judged = self.judge_named(tap, seen)?;
        if judged.verdict == Verdict::Pass {
            return Ok(judged);
        }
        self.judge_named(tap, trial.record()?)
    }

    fn judge_named(&self, tap: &Tap<'_>, record: Option<RecordId>) -> Result<Judged, Error> {
        match record {
            Some(record) => self.judge_record(tap, record),
            None => Ok(failed(Rejection::NoRecord, None)),
        }
    }

    fn judge_record(&self, tap: &Tap<'_>, record: RecordId) -> Result<Judged, Error> {
        let Self { vault, batch, layout, keys, .. } = self;
        let generation = vault.generation(batch, record)?;
        let keys = match tap_keys(keys, &layout.layout, record, generation) {
            // Those of others leave gaps.
            Err(Error::NoKeys { .. }) if batch.keys == KeyScheme::Imported => {
                Err(Rejection::UnknownRecord)
            }
            keys => keys?.ok_or(Rejection::UnknownKey),
        };
        // What is encrypted has to be this record's, also where the address names none.
        let mut tap = *tap;
        tap.record = Some(record);
        let outcome = keys.and_then(|keys| tap.verify(&keys));
        // Counters are remembered by the key that signed: one that is shared stays, whatever the record's do.
        let shared = is_shared(batch, &layout.layout, layout.layout.file_read);
        let signed_in = if shared { Generation::default() } else { generation };
        Ok(Judged::of(outcome, Some(record), signed_in))
    }
}

fn failed(rejection: Rejection, record: Option<RecordId>) -> Judged {
    Judged::of(Err(rejection), record, Generation::default())
}

/// The two keys that a record's taps are made with; none if nobody knows them.
pub(super) fn tap_keys(
    keys: &BatchKeys<'_>,
    layout: &Layout,
    record: RecordId,
    generation: Generation,
) -> Result<Option<TapKeys>, Error> {
    let key = |slot| match layout.content(slot) {
        SlotContent::Role(role) => match keys.key(record, role, generation) {
            Err(Error::NoKey { .. }) => Ok(None),
            key => key.map(Some),
        },
        SlotContent::Factory => Ok(Some(AesKey::factory())),
        SlotContent::Unknown => Ok(None),
    };
    let (meta_read, file_read) = (key(layout.meta_read)?, key(layout.file_read)?);
    Ok(meta_read.zip(file_read).map(|(meta_read, file_read)| TapKeys { meta_read, file_read }))
}
