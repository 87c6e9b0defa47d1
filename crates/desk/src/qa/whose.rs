//! Whose keys a card holds, if its tap is not good where it is expected to be. Only the address is looked at: the
//! card is asked nothing.

use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{Reading, Tap};
use tapsmith_core::template::Place;
use tapsmith_core::uid::Uid;
use tapsmith_store::{OpenVault, Stored};

use super::judge::Whose;
use crate::check::{Check, Outcome};
use crate::error::Error;
use crate::record::{BatchLayout, RecordCard};
use crate::tap::{is_shared, rebase, record_by_trial};
use crate::verify::Verified;

/// Batches up to this size are searched whole for the record that made a tap, and other batches up to this size in
/// all: a second of work each at most.
const SEARCHED: u64 = 100_000;

/// Whose card it is that `verified` speaks of. `drawn` are the records to be tried first.
pub(super) fn whose<E>(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    drawn: &[RecordId],
    verified: &Verified,
) -> Result<Whose, Error<E>> {
    let record = verified.record_id.filter(|record| batch.records.contains(*record));
    if outcome(verified, "sun_mac") == Outcome::Pass {
        return Ok(record.map_or(Whose::Unsaid(None), Whose::Record));
    }
    let Some(url) = &verified.url else { return Ok(Whose::Unsaid(record)) };
    if !layout.template.is_sun() {
        return Ok(record.map_or(Whose::Unsaid(None), Whose::Record));
    }
    if let Some(other) = other_batch(vault, batch, url)? {
        return Ok(other);
    }
    let rebased = rebase(layout, url);
    let Some(mut tap) = rebased.as_deref().and_then(|url| layout.template.read(url).ok()) else {
        return Ok(Whose::Unsaid(record));
    };
    let named = tap.record.filter(|record| batch.records.contains(*record));
    // Whatever record it names, in the open or encrypted: the MAC alone says by whose keys it was made.
    tap.record = None;
    let bound = usize::try_from(SEARCHED).unwrap_or(usize::MAX);
    let mut first: Vec<_> = named.into_iter().chain(drawn.iter().copied()).take(bound).collect();
    first.dedup();
    let mut made = among(vault, batch, layout, &first, &tap)?;
    if made.is_none()
        && batch.records.count() <= SEARCHED
        && let Some(record) = record_by_trial(vault, batch, layout, &vault.keys(batch)?, &tap)?
    {
        made = among(vault, batch, layout, &[record], &tap)?;
    }
    Ok(made.map_or(Whose::Nobody(named), |(record, reading)| {
        // A card that hides its UID, and was not opened, could be the one that made it.
        let other = |uid: &Uid| verified.uid.is_some_and(|shown| shown != *uid);
        let made_by = reading.uid.filter(other);
        let is_named = named == Some(record) || !layout.template.names_record();
        let is_as_named = is_named && layout.template.starts(url);
        match made_by {
            // The last tap is good: then it was the first that was not.
            None if is_as_named => Whose::Record(record),
            made_by => Whose::Misnamed { record, made_by },
        }
    }))
}

fn outcome(verified: &Verified, name: &str) -> Outcome {
    let check = verified.checks.iter().find(|check: &&Check| check.name == name);
    check.map_or(Outcome::Skipped, |check| check.outcome)
}

/// The first of `records` whose keys made `tap`, and what it says to them.
fn among<E>(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    records: &[RecordId],
    tap: &Tap<'_>,
) -> Result<Option<(RecordId, Reading)>, Error<E>> {
    for record in records {
        let card = match RecordCard::load(vault, batch, layout, *record) {
            // Those of others leave gaps.
            Err(Error::Store(tapsmith_store::Error::NoKeys { .. })) => continue,
            card => card?,
        };
        let reading = card.tap_keys.as_ref().and_then(|keys| tap.verify(keys).ok());
        if let Some(reading) = reading {
            return Ok(Some((*record, reading)));
        }
    }
    Ok(None)
}

/// Another batch whose record made the tap.
fn other_batch<E>(vault: &OpenVault, batch: &Batch, url: &str) -> Result<Option<Whose>, Error<E>> {
    let mut left = SEARCHED;
    for Stored { batch: other, .. } in vault.batches()? {
        if other.name == batch.name {
            continue;
        }
        let layout = BatchLayout::expected(vault, &other)?;
        let Ok(tap) = layout.template.read(url) else { continue };
        if has_made(vault, &other, &layout, &tap, &mut left)? {
            return Ok(Some(Whose::OtherBatch(other.name)));
        }
    }
    Ok(None)
}

/// Whether a record of `batch` made `tap`: the one that it names, or any if it names none. Where no shared key says
/// beforehand whether the tap is of the batch, no more than `left` records are tried, and are taken off it.
fn has_made<E>(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    tap: &Tap<'_>,
    left: &mut u64,
) -> Result<bool, Error<E>> {
    if layout.template.names_record() {
        let named = tap.record.filter(|record| batch.records.contains(*record));
        let named: Vec<_> = named.into_iter().collect();
        return Ok(among(vault, batch, layout, &named, tap)?.is_some());
    }
    if !opens_for_all(batch, layout) {
        let Some(rest) = left.checked_sub(batch.records.count()) else { return Ok(false) };
        *left = rest;
    }
    Ok(record_by_trial(vault, batch, layout, &vault.keys(batch)?, tap)?.is_some())
}

/// Whether one key opens PICCData on every card of `batch`: then it says at once whether a tap is of the batch.
fn opens_for_all(batch: &Batch, layout: &BatchLayout) -> bool {
    is_shared(batch, &layout.layout, layout.layout.meta_read) && layout.template.has(Place::Picc)
}

/// The drawn records, if records are drawn.
pub(super) fn drawn_records(drawn: &[u64], records: Option<RecordRange>) -> Vec<RecordId> {
    let known = |number: &u64| RecordId::try_from(*number).ok();
    if records.is_some() { drawn.iter().filter_map(known).collect() } else { Vec::new() }
}
