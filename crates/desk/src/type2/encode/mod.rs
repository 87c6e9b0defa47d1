//! From blank to finished, or from half-way to finished, on a card of pages.
//!
//! # Layout
//! - [`encode`] and [`plan`]. `prepare`: the way to a plan. `prove`: the proofs.

mod prepare;
mod prove;

use tapsmith_card::field::Field;
use tapsmith_card::type2::personalize::{Step, apply};
use tapsmith_card::type2::{Secret, Tag};
use tapsmith_core::random::Random;
use tapsmith_store::OpenVault;

use super::look::tag;
use super::write_down::{unconfirmed, write_down};
use crate::check::Verdict;
use crate::encode::{Encoded, Planned, PlannedStep, Request, with_record};
use crate::error::Error;
use crate::work::challenge;
use prepare::{Prepared, prepare};
use prove::prove;

/// Encodes the card in `field`.
///
/// # Errors
/// The reader, the card or the vault; see [`Error`]. Running again goes on where it stopped.
pub fn encode<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Encoded, Error<F::Error>> {
    with_record(vault, request, random, |vault, random| {
        attempt(&mut tag(field)?, vault, request, random)
    })
}

fn attempt<F: Field, R: Random>(
    tag: &mut Tag<'_, F>,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Encoded, Error<F::Error>> {
    let prepared = prepare(tag, vault, &request, random)?;
    let Prepared { claim, steps, overwrites, .. } = &prepared;
    let model = prepared.seen.model();
    if *overwrites && !request.overwrite {
        return Err(Error::HasSettings);
    }
    let unconfirmed = unconfirmed(vault, claim.uid, model, steps)?;
    if !unconfirmed.is_empty() && !request.for_good.allows(claim.uid) {
        return Err(Error::ForGood { uid: claim.uid, steps: unconfirmed });
    }
    if vault.card_by_uid(claim.uid)?.is_none() || !steps.is_empty() {
        vault.claim(request.batch, *claim, request.now)?;
        write_down(vault, claim.uid, model, steps, request.now, random)?;
    }
    for step in steps {
        let torn = |source| Error::TornPages { step: step.name(), source };
        apply(tag, model, step, &challenge(random)?).map_err(torn)?;
    }
    let proved = prove(tag, &prepared, random)?;
    let verdict = Verdict::over(&proved.proofs);
    if verdict == Verdict::Pass {
        vault.mark_encoded(request.batch, claim.record, claim.uid, request.now)?;
    }
    Ok(Encoded::new(verdict, &request, *claim, steps, proved, tag.count()))
}

/// Says what [`encode`] would do with the card in `field`, and changes nothing.
///
/// # Errors
/// As [`encode`].
pub fn plan<F: Field, R: Random>(
    field: &mut F,
    vault: &OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Planned, Error<F::Error>> {
    let mut tag = tag(field)?;
    let prepared = prepare(&mut tag, vault, &request, random)?;
    let Prepared { claim, seen, steps, overwrites, .. } = prepared;
    let model = seen.model();
    let for_good = !unconfirmed(vault, claim.uid, model, &steps)?.is_empty();
    let planned =
        |step: &Step| PlannedStep { name: step.to_string(), irreversible: step.irreversible() };
    let done = steps.iter().map(|step| step.exchanges(model)).sum::<u32>();
    // Proving is the password or key, and a read of the same pages.
    let secret = model.secret().filter(|_| request.batch.profile.protection.password);
    let proof = seen.reads + secret.map_or(0, Secret::exchanges);
    Ok(Planned {
        batch: request.batch.name.to_string(),
        record_id: claim.record,
        uid: claim.uid,
        steps: steps.iter().map(planned).collect(),
        needs_yes: overwrites || for_good,
        apdus: tag.count().exchanges + done + proof,
    })
}
