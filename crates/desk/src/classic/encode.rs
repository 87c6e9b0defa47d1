//! From blank to finished, or from half-way to finished, on a MIFARE Classic.

use tapsmith_card::classic::personalize::{
    SectorState, State, Step, Target, exchanges, plan as steps_between,
};
use tapsmith_card::classic::{AccessConditions, Key, Model, Tag};
use tapsmith_card::field::Field;
use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::{self, Message};
use tapsmith_core::random::Random;
use tapsmith_store::{Claim, OpenVault};

use super::inspect::{content, message as message_of};
use super::look::{apply, candidates, is, journal, own_key, read, tag, target, uid, unconfirmed};
use crate::check::{Check, Verdict};
use crate::content::message;
use crate::encode::{Encoded, Planned, PlannedStep, Proved, Request, choose, with_record};
use crate::error::Error;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;

/// A card that was looked at, and what is to be done with it.
struct Prepared {
    claim: Claim,
    target: Target,
    message: Message,
    own: SlotKey,
    steps: Vec<Step>,
    /// Whether this writes over keys or conditions that somebody else gave the card.
    overwrites: bool,
    /// What reading it cost.
    reads: u32,
}

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
    with_record(vault, request, random, |vault, random| attempt(field, vault, request, random))
}

fn attempt<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Encoded, Error<F::Error>> {
    let (mut tag, model) = tag(field)?;
    let prepared = prepare(&mut tag, model, vault, &request)?;
    let Prepared { claim, steps, own, .. } = &prepared;
    if prepared.overwrites && !request.overwrite {
        return Err(Error::HasSettings);
    }
    let unconfirmed = unconfirmed(vault, claim.uid, steps)?;
    if !unconfirmed.is_empty() && !request.for_good.allows(claim.uid) {
        return Err(Error::ForGood { uid: claim.uid, steps: unconfirmed });
    }
    if vault.card_by_uid(claim.uid)?.is_none() || !steps.is_empty() {
        vault.claim(request.batch, *claim, request.now)?;
        let (keys, locks) = journal(steps, &SlotKey::factory(), own);
        vault.journal(claim.uid, &keys, &locks, request.now, random)?;
    }
    apply(&mut tag, steps)?;
    let proved = prove(&mut tag, model, &prepared)?;
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
pub fn plan<F: Field>(
    field: &mut F,
    vault: &OpenVault,
    request: Request<'_>,
) -> Result<Planned, Error<F::Error>> {
    let (mut tag, model) = tag(field)?;
    let Prepared { claim, steps, reads, overwrites, .. } =
        prepare(&mut tag, model, vault, &request)?;
    let needs_yes = overwrites || !unconfirmed(vault, claim.uid, &steps)?.is_empty();
    let planned =
        |step: &Step| PlannedStep { name: step.to_string(), irreversible: step.irreversible() };
    Ok(Planned {
        batch: request.batch.name.to_string(),
        record_id: claim.record,
        uid: claim.uid,
        steps: steps.iter().map(planned).collect(),
        needs_yes,
        // The proof reads all again. How many keys it tries then shows only then: as many as the first look did.
        apdus: tag.count().exchanges + exchanges(&steps) + reads,
    })
}

/// Changes nothing, on the card or in the vault.
fn prepare<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    vault: &OpenVault,
    request: &Request<'_>,
) -> Result<Prepared, Error<F::Error>> {
    let batch = request.batch;
    let layout = BatchLayout::asked_for(vault, batch)?;
    let wanted = batch.profile.chip;
    if !is(model, wanted) {
        return Err(Error::OtherChip { found: format!("a {}", model.name()), wanted });
    }
    let uid = uid(tag)?;
    // No chip of this kind has a signature that all readers reach: a card of software cannot be told.
    let is_virtual = request.virtual_cards == VirtualCards::Accept;
    let claim = choose(vault, request, uid, is_virtual)?;
    let ours = vault.card_by_uid(uid)?.is_some() || vault.has_journal(uid)?;
    let own = own_key(vault, batch, claim.record, claim.generation)?;
    let message = message(&batch.profile, &layout.template, claim.record);
    let target = target(batch, model, &message, &own)?;
    let before = tag.count().exchanges;
    let state = read(tag, model, &candidates(vault, uid, Some(&own))?)?;
    let reads = tag.count().exchanges - before;
    let steps = steps_between(&target, &state)?;
    let overwrites = !ours && !steps.is_empty() && !is_delivered(&state);
    Ok(Prepared { claim, target, message, own, steps, overwrites, reads })
}

/// Whether every sector has the factory's keys and conditions.
fn is_delivered(state: &State) -> bool {
    let factory = Some(Key::factory());
    state.sectors.iter().all(|(_, state)| match state {
        SectorState::Open(open) => {
            open.access == AccessConditions::DELIVERED
                && open.key_a == factory
                && open.key_b == factory
        }
        _ => false,
    })
}

/// Read again in a fresh field: nothing is left to do, and a phone reads what it should.
fn prove<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    prepared: &Prepared,
) -> Result<Proved, Error<F::Error>> {
    let Prepared { target, message, own, .. } = prepared;
    tag.reactivate()?;
    let state = read(tag, model, std::slice::from_ref(own))?;
    let finished = steps_between(target, &state).is_ok_and(|rest| rest.is_empty());
    let found = message_of(&state);
    let written = match &found {
        Ok(Some(read)) => message.matches(read),
        _ => message.bytes.is_empty(),
    };
    let proofs = vec![
        Check::that("ndef", written, "as written", "not as written"),
        Check::that("sectors", finished, "keys and conditions as planned", "not as planned"),
    ];
    let url = match content(&found) {
        Ok(ndef::Content::Uri(url)) => Some(url),
        _ => None,
    };
    Ok(Proved { proofs, url })
}
