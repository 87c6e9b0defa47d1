//! From blank to finished, or from half-way to finished: the same path.
//!
//! The order of things: see which card this is, see that it is original, open it, plan, write down in
//! the vault what will change, change it step by step, prove it. A card that the vault already knows
//! is read first, and only what is missing is done.
//!
//! # Layout
//! - [`Request`], [`Encoded`] and [`encode`].
//! - [`plan`] and [`Planned`]: the same as far as the plan.
//! - `choose`: which record. `prepare`: the way to a plan. `prove`: the proofs.

mod choose;
mod prepare;
mod prove;
mod report;

pub(crate) use choose::choose;
pub(crate) use prove::Proved;
pub use report::{Done, Encoded, Planned, PlannedStep};

use jiff::Timestamp;
use tapsmith_card::personalize::StepName;
use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use crate::check::Verdict;
use crate::error::Error;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;
use crate::work::{apply, unconfirmed, write_down};
use prepare::{Prepared, Reading};

/// What is asked of an encode.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The batch.
    pub batch: &'r Batch,
    /// The record; without it, the card's own, or the next not yet on a card.
    pub record: Option<RecordId>,
    /// Whether a virtual card will do.
    pub virtual_cards: VirtualCards,
    /// Whether a card with settings of its own may be overwritten (`--yes`).
    pub overwrite: bool,
    /// Whether steps that no command can undo were confirmed.
    pub for_good: ForGood,
    /// Whether a record that is on another card may be taken off it (`--replace`). Its keys are then
    /// of the next generation, so that the two cards share none.
    pub replace: bool,
    /// How much is checked and proved.
    pub effort: Effort,
    /// The time, for the vault.
    pub now: Timestamp,
}

/// Which cards may be changed in a way that no command can undo. A card that the journal says was
/// confirmed needs no new word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForGood {
    /// None: ask first.
    Ask,
    /// This one.
    Card(Uid),
    /// Any (`--yes`).
    Any,
}

impl ForGood {
    pub(crate) fn allows(self, uid: Uid) -> bool {
        match self {
            Self::Ask => false,
            Self::Card(confirmed) => confirmed == uid,
            Self::Any => true,
        }
    }
}

/// How much is checked before and proved after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Effort {
    /// Only what is needed to write and tap: 11 exchanges for a blank card. No originality check.
    Fast,
    /// The signature before; the bytes, a tap, key 0 and the settings after: 16 exchanges.
    #[default]
    Normal,
    /// And an authentication with each key.
    ProveAll,
}

/// Encodes the card on `tag`.
///
/// # Errors
/// The reader, the card or the vault; see [`Error`]. Running again goes on where it stopped.
pub fn encode<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Encoded, Error<T::Error>> {
    with_record(vault, request, random, |vault, random| doubting(tag, vault, request, random))
}

/// Tries to encode, again while another station takes the record that was the next free one.
pub(crate) fn with_record<E, R: Random>(
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
    mut attempt: impl FnMut(&mut OpenVault, &mut R) -> Result<Encoded, Error<E>>,
) -> Result<Encoded, Error<E>> {
    if let (true, Some(record)) = (request.replace, request.record) {
        // The keys that the record will have if it has to be taken off another card.
        vault.next_generation(request.batch, record, random)?;
    }
    loop {
        match attempt(vault, random) {
            Err(Error::Store(tapsmith_store::Error::RecordTaken { .. }))
                if request.record.is_none() => {}
            outcome => return outcome,
        }
    }
}

fn doubting<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Encoded, Error<T::Error>> {
    match attempt(tag, vault, request, Reading::AsNeeded, random) {
        // What was taken for granted of the card was not so: read it in full and plan again.
        Err(Error::Torn { step, source: tag::Error::Refused { status, .. } }) => {
            let doubted = match (step, status) {
                (StepName::ChangeKey(slot), Status::INTEGRITY) => Some(slot),
                _ => None,
            };
            match attempt(tag, vault, request, Reading::InFull { doubted }, random) {
                Err(Error::Plan(unknown)) => Err(Error::Stuck { step, unknown }),
                outcome => outcome,
            }
        }
        outcome => outcome,
    }
}

fn attempt<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &mut OpenVault,
    request: Request<'_>,
    reading: Reading,
    random: &mut R,
) -> Result<Encoded, Error<T::Error>> {
    let Request { batch, now, .. } = request;
    let layout = BatchLayout::asked_for(vault, batch)?;
    let Prepared { claim, card, opened, steps, master, card_key, .. } =
        prepare::prepare(tag, vault, &request, &layout, reading, random)?;
    let unconfirmed = unconfirmed(vault, claim.uid, &steps)?;
    if !unconfirmed.is_empty() && !request.for_good.allows(claim.uid) {
        return Err(Error::ForGood { uid: claim.uid, steps: unconfirmed });
    }
    if !steps.is_empty() {
        vault.claim(batch, claim, now)?;
        write_down(vault, claim.uid, &steps, now, random)?;
    }
    if apply(opened, &steps, master, random)? {
        // A read in the session would be no tap. Selecting ends it.
        tag.select_application()?;
    }
    let mut proved = prove::prove(tag, &card, &layout, &steps, request.effort, random)?;
    let own_key = prove::must_prove(card_key.as_ref(), request.effort, &steps);
    proved.proofs.extend(prove::prove_card_key(tag, own_key, random)?);
    let verdict = Verdict::over(&proved.proofs);
    if verdict == Verdict::Pass {
        vault.mark_encoded(batch, card.record, claim.uid, now)?;
    }
    Ok(Encoded::new(verdict, &request, claim, &steps, proved, tag.count()))
}

/// Says what [`encode`] would do with the card on `tag`, and changes nothing.
///
/// # Errors
/// As [`encode`].
pub fn plan<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Planned, Error<T::Error>> {
    let layout = BatchLayout::asked_for(vault, request.batch)?;
    let prepared = prepare::prepare(tag, vault, &request, &layout, Reading::AsNeeded, random)?;
    let Prepared { claim, card, steps, overwrites, card_key, .. } = prepared;
    let proof = prove::exchanges(&card, &layout, &steps, request.effort)
        + prove::exchanges_of_card_key(prove::must_prove(
            card_key.as_ref(),
            request.effort,
            &steps,
        ));
    let planned = Planned::new(&request, claim, &steps, proof, tag.count());
    let needs_yes = overwrites || !unconfirmed(vault, claim.uid, &steps)?.is_empty();
    Ok(Planned { needs_yes, ..planned })
}
