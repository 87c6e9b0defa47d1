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
    /// Batches whose keys could not be reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub untried: Vec<BatchName>,
}

/// Looks for the record whose keys made the tap `url`: first in the batches whose address it is, then in all others, whose
/// address may have been changed on the way; it is read from its end then. The record that the address names is tried first,
/// then all: what a tap is signed with says whose it is, whatever the address says.
///
/// # Errors
/// The vault's own, or a batch whose base URL does not fit its profile. Another batch than those of the address is
/// passed over if its keys cannot be reached, and said to be.
pub fn identify(
    vault: &OpenVault,
    batches: &[Batch],
    url: &str,
) -> Result<Identified, Error<Infallible>> {
    let mut search = Search { vault, url, candidates: 0, why: None, untried: Vec::new() };
    let layouts = batches.iter().map(|batch| BatchLayout::expected(vault, batch));
    let layouts = layouts.collect::<Result<Vec<_>, _>>()?;
    let (own, other): (Vec<_>, Vec<_>) = batches
        .iter()
        .zip(&layouts)
        .filter(|(_, layout)| layout.template.is_sun())
        .partition(|(_, layout)| layout.template.starts(url));
    for (batch, layout) in own {
        if let Some(found) = search.among(batch, layout, url)? {
            return Ok(found);
        }
    }
    for (batch, layout) in other {
        let Some(rebased) = rebase(layout, url) else { continue };
        match search.among(batch, layout, &rebased) {
            Ok(None) => {}
            Ok(Some(found)) => return Ok(found),
            Err(_) => search.untried.push(batch.name.clone()),
        }
    }
    Ok(search.in_vain())
}

/// How far it is.
struct Search<'s> {
    vault: &'s OpenVault,
    url: &'s str,
    candidates: u64,
    /// Why the address is of none, as the last batch says whose address it is.
    why: Option<(&'static str, String)>,
    untried: Vec<BatchName>,
}

impl Search<'_> {
    /// `rebased` is the address as the batch's cards show it.
    fn among(
        &mut self,
        batch: &Batch,
        layout: &BatchLayout,
        rebased: &str,
    ) -> Result<Option<Identified>, tapsmith_store::Error> {
        let tap = match layout.template.read(rebased) {
            Ok(tap) => tap,
            Err(rejection) => {
                // A batch that the tap could be of says it better.
                if self.candidates == 0 {
                    self.why = Some((rejection.reason(), rejection.to_string()));
                }
                return Ok(None);
            }
        };
        let made = maker(self.vault, batch, layout, &tap)?;
        self.candidates += batch.records.count();
        let Some((record, reading)) = made else {
            self.why = Some(("no_maker", "no record here made this tap".to_owned()));
            return Ok(None);
        };
        let generation = self.vault.generation(batch, record)?;
        Ok(Some(Identified {
            batch: Some(batch.name.clone()),
            judged: Judged::of(Ok(reading), Some(record), generation),
            named_record: tap.record.filter(|named| *named != record),
            own_address: rebased == self.url,
            candidates: self.candidates,
            untried: std::mem::take(&mut self.untried),
        }))
    }

    fn in_vain(self) -> Identified {
        let none = || ("no_batch", "no batch here has such an address".to_owned());
        let (reason, detail) = self.why.unwrap_or_else(none);
        Identified {
            batch: None,
            judged: Judged::failed(reason, detail),
            named_record: None,
            own_address: false,
            candidates: self.candidates,
            untried: self.untried,
        }
    }
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
