//! The way to a plan: which card, which record, how it stands, what is to be done.

use tapsmith_card::field::Field;
use tapsmith_card::originality::Originality;
use tapsmith_card::type2::personalize::{State, Step, Target, plan as steps_between};
use tapsmith_card::type2::{Model, Settings, Tag};
use tapsmith_core::ndef::Message;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Claim, OpenVault};

use crate::content::message;
use crate::encode::{Effort, Request, choose};
use crate::error::Error;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;
use crate::type2::look::{Seen, another_chip, look};
use crate::type2::opening::{candidates, open};
use crate::type2::record_card::{Keys, target};
use crate::type2::write_down::untouched;

/// A card that was looked at and opened, and what is to be done with it.
pub(super) struct Prepared {
    pub(super) claim: Claim,
    pub(super) seen: Seen,
    pub(super) target: Target,
    pub(super) message: Message,
    pub(super) steps: Vec<Step>,
    /// Whether this writes over settings that somebody else gave the card.
    pub(super) overwrites: bool,
}

/// Changes nothing, on the card or in the vault.
pub(super) fn prepare<F: Field, R: Random>(
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
