//! Whose tap it is, if its address does not say so, or is not to be believed.

use std::convert::Infallible;

use serde::Serialize;
use tapsmith_core::batch::{Batch, BatchName};
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{Reading, Tap};
use tapsmith_store::OpenVault;

use super::Judged;
use super::by_vault::tap_keys;
use super::trial::record_by_trial;
use crate::error::Error;
use crate::record::BatchLayout;

/// What was found out about a tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identified {
    /// The batch whose record made it.
    pub batch: Option<BatchName>,
    /// The record, and what its chip said; or why nobody here made it.
    #[serde(flatten)]
    pub judged: Judged,
    /// The record that the address names, if that is another.
    pub named_record: Option<RecordId>,
    /// Whether the address is one that the batch's cards show.
    pub own_address: bool,
    /// How many records there were to choose from.
    pub candidates: u64,
}

/// Looks for the record whose keys made the tap `url`, in one batch after the other. The record that the address names is
/// tried first, then all: what a tap is signed with says whose it is, whatever the address says. An address that starts
/// otherwise is read from its end.
///
/// # Errors
/// The vault's own, or a batch whose base URL does not fit its profile.
pub fn identify(
    vault: &OpenVault,
    batches: &[Batch],
    url: &str,
) -> Result<Identified, Error<Infallible>> {
    let mut candidates = 0;
    let mut why = ("no_batch", "no batch here has such an address".to_owned());
    for batch in batches {
        let layout = BatchLayout::expected(vault, batch)?;
        let rebased = rebase(&layout, url);
        let tap = match layout.template.read(rebased.as_deref().unwrap_or(url)) {
            Ok(tap) => tap,
            // Whose address it is says best what is wrong with it.
            Err(rejection) if layout.template.starts(url) && layout.template.is_sun() => {
                why = (rejection.reason(), rejection.to_string());
                continue;
            }
            Err(_) => continue,
        };
        candidates += batch.records.count();
        if let Some((record, reading)) = maker(vault, batch, &layout, &tap)? {
            let generation = vault.generation(batch, record)?;
            return Ok(Identified {
                batch: Some(batch.name.clone()),
                judged: Judged::of(Ok(reading), Some(record), generation),
                named_record: tap.record.filter(|named| *named != record),
                own_address: layout.template.read(url).is_ok(),
                candidates,
            });
        }
        why = ("no_maker", "no record here made this tap".to_owned());
    }
    let (reason, detail) = why;
    let judged = Judged::failed(reason, detail);
    Ok(Identified { batch: None, judged, named_record: None, own_address: false, candidates })
}

/// The record of `batch` whose keys made `tap`, and what the tap says to it.
fn maker(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    tap: &Tap<'_>,
) -> Result<Option<(RecordId, Reading)>, tapsmith_store::Error> {
    let keys = vault.keys(batch)?;
    // Whatever record it names, in the open or encrypted: the MAC alone says by whose keys it was made.
    let mut unnamed = *tap;
    unnamed.record = None;
    let made_by = |record| {
        let generation = vault.generation(batch, record)?;
        let keys = match tap_keys(&keys, &layout.layout, record, generation) {
            // Those of others leave gaps.
            Err(tapsmith_store::Error::NoKeys { .. }) => None,
            keys => keys?,
        };
        let reading = keys.and_then(|keys| unnamed.verify(&keys).ok());
        Ok::<_, tapsmith_store::Error>(reading.map(|reading| (record, reading)))
    };
    if let Some(named) = tap.record.filter(|record| batch.records.contains(*record))
        && let Some(made) = made_by(named)?
    {
        return Ok(Some(made));
    }
    let found = record_by_trial(vault, batch, layout, &keys, &unnamed)?;
    Ok(found.map(made_by).transpose()?.flatten())
}

/// Bytes of an address that is looked for in another.
const LONGEST: usize = 2048;

/// The address as it would be if it started right: what the chip wrote into it stands at its end. None if the MAC
/// covers the start, since it cannot be judged then.
pub(crate) fn rebase(layout: &BatchLayout, url: &str) -> Option<String> {
    let template = &layout.template;
    let start = template.start();
    if template.starts(url) || url.len() > LONGEST {
        return Some(url.to_owned());
    }
    if layout.layout.template.find("[[").is_some_and(|at| at < start.len()) {
        return None;
    }
    let ends = url.char_indices().map(|(at, _)| at);
    let rebased = |at| Some(format!("{start}{}", url.get(at..)?));
    ends.filter_map(rebased).find(|url| template.read(url).is_ok())
}
