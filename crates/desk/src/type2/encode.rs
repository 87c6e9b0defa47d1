//! From blank to finished, or from half-way to finished, on a card of pages.

use tapsmith_card::field::Field;
use tapsmith_card::originality::Originality;
use tapsmith_card::type2::personalize::{State, Step, Target, apply, plan as steps_between, read};
use tapsmith_card::type2::{Model, Secret, Settings, Tag};
use tapsmith_core::ndef::{self, Message};
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Claim, OpenVault};

use super::inspect::{content, message as content_message};
use super::look::{Seen, another_chip, look, tag};
use super::opening::{candidates, open, try_key};
use super::record_card::{Keys, target};
use super::write_down::{unconfirmed, untouched, write_down};
use crate::check::{Check, Verdict};
use crate::content::message;
use crate::encode::{Effort, Encoded, Planned, PlannedStep, Proved, Request, choose, with_record};
use crate::error::Error;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;
use crate::verify::SUN_MAC;
use crate::work::challenge;

/// A card that was looked at and opened, and what is to be done with it.
struct Prepared {
    claim: Claim,
    seen: Seen,
    target: Target,
    message: Message,
    steps: Vec<Step>,
    /// Whether this writes over settings that somebody else gave the card.
    overwrites: bool,
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

/// Changes nothing, on the card or in the vault.
fn prepare<F: Field, R: Random>(
    tag: &mut Tag<'_, F>,
    vault: &OpenVault,
    request: &Request<'_>,
    random: &mut R,
) -> Result<Prepared, Error<F::Error>> {
    let batch = request.batch;
    let layout = BatchLayout::asked_for(vault, batch)?;
    check_reader(tag, request)?;
    let mut seen = look(tag)?;
    let (wanted, model) = (batch.profile.chip, seen.model());
    if let Some(found) = another_chip(tag, &seen, wanted)? {
        return Err(Error::OtherChip { found, wanted });
    }
    check_reach(tag, model)?;
    let (uid, is_virtual) = identify(&seen, request)?;
    let claim = choose(vault, request, uid, is_virtual)?;
    let message = message(&batch.profile, &layout.template, claim.record);
    let keys = Keys::of(vault, batch, &layout.template, claim.record, claim.generation)?;
    let target = target(&batch.profile, &message, keys, model)?;
    let ours = vault.card_by_uid(uid)?.is_some() || vault.has_journal(uid)?;
    if ours && tag.abilities().raw_frames {
        let keys = candidates(vault, uid, target.key.as_ref())?;
        open(tag, &mut seen, &keys, random)?;
    }
    seen.state.untouched = untouched(vault, uid, model)?;
    let steps = steps_between(&target, &seen.state)?;
    let overwrites = !ours && !steps.is_empty() && has_settings(&seen.state);
    Ok(Prepared { claim, seen, target, message, steps, overwrites })
}

/// A reader that cannot do what the profile asks for is told of before anything is looked at.
fn check_reader<F: Field>(tag: &Tag<'_, F>, request: &Request<'_>) -> Result<(), Error<F::Error>> {
    let abilities = tag.abilities();
    let task = match request {
        _ if abilities.raw_frames => return Ok(()),
        Request { batch, .. } if batch.profile.protection.password => "show a password to the card",
        Request { effort: Effort::Fast, batch, .. } if batch.profile.for_good().is_empty() => {
            return Ok(());
        }
        _ => "ask the card for its signature",
    };
    Err(Error::ReaderCannot { reader: abilities.profile, task })
}

/// A page that a reader does not reach could be anybody's, and would look as if a password protected it.
fn check_reach<F: Field>(tag: &Tag<'_, F>, model: Model) -> Result<(), Error<F::Error>> {
    let abilities = tag.abilities();
    if abilities.raw_frames || abilities.highest_page >= model.memory().last {
        return Ok(());
    }
    let task = "reach all pages of the card";
    Err(Error::ReaderCannot { reader: abilities.profile, task })
}

/// Which card it is, and whether it is of software. A chip without a signature is taken as it comes.
fn identify<E>(seen: &Seen, request: &Request<'_>) -> Result<(Uid, bool), Error<E>> {
    let uid = seen.uid().ok_or(Error::RandomUid)?;
    let accepts = request.virtual_cards == VirtualCards::Accept;
    match seen.originality {
        None => Ok((uid, accepts)),
        Some(_)
            if request.effort == Effort::Fast && request.batch.profile.for_good().is_empty() =>
        {
            Ok((uid, accepts))
        }
        Some(originality) if request.virtual_cards.accept(originality) => {
            Ok((uid, originality == Originality::Virtual))
        }
        Some(originality) => Err(Error::NotOriginal(originality)),
    }
}

/// Whether somebody set the card up: anybody could have written what stands on it.
fn has_settings(state: &State) -> bool {
    state.said().is_some_and(|said| said != Settings::delivered(state.model)) || state.has_locks()
}

/// Read again in a fresh field, with the password or key where there is one: nothing is left to do, and a phone reads what
/// it should.
fn prove<F: Field, R: Random>(
    tag: &mut Tag<'_, F>,
    prepared: &Prepared,
    random: &mut R,
) -> Result<Proved, Error<F::Error>> {
    let Prepared { seen, target, message, .. } = prepared;
    tag.reactivate()?;
    let mut proofs = Vec::new();
    let mut now = seen.clone();
    if let (Some(key), Some(secret)) = (&target.key, seen.model().secret()) {
        let opens = try_key(tag, seen.model(), key, random)?;
        now.state.key = opens.then(|| key.clone());
        let name = secret.name();
        proofs.push(Check::that(name, opens, "opens the card", "does not open the card"));
    }
    let State { key, untouched, .. } = now.state;
    now.state = State { key, untouched, ..read(tag, seen.model())? };
    if let Some(key) = &target.signing_key {
        let tap = now.state.tap_signed_by(&key.key).is_some();
        proofs.push(Check::that(SUN_MAC, tap, "signed with the record's key", "not signed so"));
    }
    let finished = steps_between(target, &now.state).is_ok_and(|rest| rest.is_empty());
    let written = match content_message(&now) {
        Ok(read) => message.matches(read),
        Err(_) => message.bytes.is_empty(),
    };
    proofs.push(Check::that("ndef", written, "as written", "not as written"));
    proofs.push(Check::that("settings", finished, "as planned", "not as planned"));
    let url = match content(&now) {
        Ok(ndef::Content::Uri(url)) => Some(url),
        _ => None,
    };
    Ok(Proved { proofs, url })
}
