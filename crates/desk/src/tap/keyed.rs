//! Judging without the vault: all that it takes is at hand.

use std::convert::Infallible;
use std::sync::Arc;

use rayon::prelude::*;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::derive::RecordKeys;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::layout::{Layout, SlotContent};
use tapsmith_core::record::Generation;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{self, KeyOf, Reading, Rejection, Tap, TapKeys, Verifier};
use tapsmith_core::template::Template;
use tapsmith_store::{BatchKeys, Error, OpenVault};

use super::{Judged, Shape};
use crate::record::BatchLayout;

/// Judges taps whose keys are known, or follow from a master key that is. It asks nobody, so that every core can do it.
#[derive(Debug)]
pub struct Keyed {
    verifier: Verifier,
    address: Address,
}

/// How a tap's values are found in its address.
#[derive(Debug)]
pub enum Address {
    /// By their usual names; chips with plain mirrors speak this.
    Names(Suite),
    /// By the places of a template; the chip may be in either mode.
    Template(Box<Template>),
    /// By those of a batch's template; only its records count.
    Batch(Box<OfBatch>),
}

/// What a batch's taps have in common.
#[derive(Debug)]
pub struct OfBatch {
    template: Template,
    records: RecordRange,
    /// The generation of a record's taps, but where all share the key that signs.
    signing: Option<Arc<RecordKeys>>,
}

impl Keyed {
    /// By two keys.
    pub fn by_keys(keys: TapKeys, address: Address) -> Self {
        Self { verifier: Verifier::new(keys), address }
    }

    /// By the keys of `batch`, as they are now. None if they cannot be computed here, for they are kept in the vault or in a
    /// token; if nobody knows them; or if the address does not name the record.
    ///
    /// # Errors
    /// The vault's own, or a batch whose base URL does not fit its profile.
    pub fn by_batch(
        vault: &OpenVault,
        batch: &Batch,
    ) -> Result<Option<Self>, crate::error::Error<Infallible>> {
        let BatchLayout { layout, template } = BatchLayout::expected(vault, batch)?;
        if !template.names_record() {
            return Ok(None);
        }
        let keys = vault.keys(batch)?;
        let Some(records) = keys.record_keys()?.map(Arc::new) else { return Ok(None) };
        let slots = slots_of(batch, &layout, &keys, &records)?;
        let Some([meta_read, file_read]) = slots else { return Ok(None) };
        let signing = (!is_shared(batch, &layout, layout.file_read)).then_some(records);
        let of_batch = OfBatch { template, records: batch.records, signing };
        let verifier = Verifier::of_cards(meta_read, file_read);
        Ok(Some(Self { verifier, address: Address::Batch(Box::new(of_batch)) }))
    }

    /// Judges the taps of an input, in the order of its lines, on all cores. That a line is not good is no error, but a
    /// verdict.
    pub fn judge_all(&self, shape: Shape, lines: &[&[u8]]) -> Vec<Judged> {
        if lines.len() <= LEAST {
            return self.judge_stretch(shape, lines);
        }
        // Several for each core, for not all are equally hard; and few enough taps to stay in its cache.
        let stretch = lines.len() / (4 * rayon::current_num_threads());
        let stretches = lines.par_chunks(stretch.clamp(LEAST, MOST));
        stretches.flat_map_iter(|lines| self.judge_stretch(shape, lines)).collect()
    }

    /// Judges what can be read as an address, and puts what cannot be between.
    fn judge_stretch(&self, shape: Shape, lines: &[&[u8]]) -> Vec<Judged> {
        let read: Vec<_> = lines.iter().map(|line| shape.url(line)).collect();
        let taps = read.iter().flatten().map(|url| self.address.read(url));
        let mut outcomes = self.verifier.verify_all(taps).into_iter();
        let judged = read.iter().filter_map(|read| match read {
            Ok(url) => outcomes.next().map(|outcome| self.address.judged(url, outcome)),
            Err(unreadable) => Some((*unreadable).into()),
        });
        judged.collect()
    }
}

/// Lines that are not worth asking another core for.
const LEAST: usize = 64;

/// Lines that one core judges at a stretch.
const MOST: usize = 1024;

impl Address {
    fn read<'u>(&'u self, url: &'u str) -> Result<Tap<'u>, Rejection> {
        match self {
            Self::Names(plain) => sun::by_name(url, *plain),
            Self::Template(template) => template.read_either(url),
            Self::Batch(batch) => batch.template.read(url).and_then(|tap| match tap.record {
                Some(record) if !batch.records.contains(record) => Err(Rejection::UnknownRecord),
                _ => Ok(tap),
            }),
        }
    }

    fn judged(&self, url: &str, outcome: Result<Reading, Rejection>) -> Judged {
        let Self::Batch(batch) = self else {
            return Judged::of(outcome, None, Generation::default());
        };
        let record = match &outcome {
            Ok(reading) => reading.record,
            // A bad tap may say it all the same.
            Err(_) => batch.template.record_of(url),
        };
        // Counters are remembered by the key that signed: one that is shared stays, whatever the record's do.
        let signing = batch.signing.as_ref().zip(record);
        let generation = signing.map(|(keys, record)| keys.generation(record));
        Judged::of(outcome, record, generation.unwrap_or_default())
    }
}

/// Whether all cards of `batch` have the same key in this slot, which follows from its master key.
pub(crate) fn is_shared(batch: &Batch, layout: &Layout, slot: KeyNumber) -> bool {
    matches!(layout.content(slot), SlotContent::Role(role) if batch.profile.is_shared(role))
}

/// Whose keys open PICCData and sign, if they can be computed here.
pub(super) fn slots(
    batch: &Batch,
    layout: &Layout,
    keys: &BatchKeys<'_>,
) -> Result<Option<[KeyOf; 2]>, Error> {
    let Some(records) = keys.record_keys()?.map(Arc::new) else { return Ok(None) };
    slots_of(batch, layout, keys, &records)
}

fn slots_of(
    batch: &Batch,
    layout: &Layout,
    keys: &BatchKeys<'_>,
    records: &Arc<RecordKeys>,
) -> Result<Option<[KeyOf; 2]>, Error> {
    let of = |slot: KeyNumber| -> Result<_, Error> {
        Ok(match layout.content(slot) {
            SlotContent::Role(role) if batch.profile.is_shared(role) => {
                let first = batch.records.first();
                Some(KeyOf::All(keys.key(first, role, Generation::default())?))
            }
            SlotContent::Role(role) => Some(KeyOf::Record(records.clone(), role)),
            SlotContent::Factory => Some(KeyOf::All(AesKey::factory())),
            SlotContent::Unknown => None,
        })
    };
    let (meta_read, file_read) = (of(layout.meta_read)?, of(layout.file_read)?);
    Ok(meta_read.zip(file_read).map(|(meta_read, file_read)| [meta_read, file_read]))
}
