//! A card of pages, judged. The checks go by the names that other cards' have.
//!
//! # Layout
//! - [`verify`]. `subject`: the card beside what it should be. `checks`: the judgements, one function each.

mod checks;
mod subject;

use tapsmith_card::field::Field;
use tapsmith_card::originality::Originality;
use tapsmith_card::tag::Count;
use tapsmith_core::batch::Batch;
use tapsmith_core::ndef::NdefError;
use tapsmith_core::random::Random;
use tapsmith_store::OpenVault;

use super::inspect::content;
use super::look::{Seen, another_chip, look, tag};
use crate::check::Verdict;
use crate::error::Error;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;
use crate::verify::{Request, Verified, turn_away};
use subject::Subject;

/// Judges the card in `field`. The vault keeps the verdict, as it does of every card.
///
/// # Errors
/// The reader or the vault failed. A card that is not good, or of another kind, is no error, but a verdict.
pub fn verify<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Verified, Error<F::Error>> {
    let batch = request.batch;
    let layout = BatchLayout::expected(vault, batch)?;
    let mut tag = match tag(field) {
        Ok(tag) => tag,
        Err(other) => return turn_away(vault, &request, &other.to_string(), Count::default()),
    };
    let seen = look(&mut tag)?;
    let wanted = batch.profile.chip;
    if let Some(found) = another_chip(&tag, &seen, wanted)? {
        let found = format!("{found}, and the batch's are {wanted}");
        return turn_away(vault, &request, &found, tag.count());
    }
    let abilities = tag.abilities();
    if let Some(task) = beyond(&seen, batch).filter(|_| !abilities.raw_frames) {
        return Err(Error::ReaderCannot { reader: abilities.profile, task });
    }
    let mut subject = Subject::find(vault, &request, layout, seen)?;
    let second = subject.tap_again(&mut tag)?;
    let opening = subject.open(&mut tag, random)?;
    let checks = subject.checks(vault, &request, second.as_deref(), opening)?;
    let verdict = Verdict::over(&checks);
    // Of a chip without a signature the word of whoever asked is taken.
    let is_virtual = match (subject.seen.originality, subject.seen.model().signature()) {
        (None, None) => request.virtual_cards == VirtualCards::Accept,
        (originality, _) => originality == Some(Originality::Virtual),
    };
    match (subject.inspection(verdict, is_virtual), verdict) {
        (Some(inspection), _) => vault.inspected(batch, inspection, request.now)?,
        (None, Verdict::Fail) => vault.turned_away(batch, subject.seen.uid(), request.now)?,
        // A good card that is no record's: there is nothing to remember.
        (None, Verdict::Pass) => {}
    }
    let count = tag.count();
    let url = second.or_else(|| subject.url().map(str::to_owned));
    Ok(Verified {
        verdict,
        batch: batch.name.to_string(),
        record_id: subject.record,
        uid: subject.seen.uid(),
        read_counter: url.as_deref().and_then(|url| subject.read_counter(url)),
        url,
        checks,
        apdus: count.exchanges,
        failed_authentications: count.failed_authentications,
        is_virtual,
        factory_as_laid_out: false,
    })
}

/// What a reader without frames would have to do for a verdict, if it cannot.
fn beyond(seen: &Seen, batch: &Batch) -> Option<&'static str> {
    let cut = content(seen) == Err(NdefError::Length) && !seen.state.is_whole();
    if batch.profile.protection.reads {
        Some("show a password to the card")
    } else {
        cut.then_some("read all of the card's pages")
    }
}
