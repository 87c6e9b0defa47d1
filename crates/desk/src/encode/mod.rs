//! From blank to finished, or from half-way to finished: the same path.
//!
//! The order of things: see which card this is, see that it is original, open it, write down in the
//! vault which record goes onto it, change it step by step, prove it. A card that the vault already
//! knows as this record's is read first, and only what is missing is done.

mod apply;
mod prove;
mod start;

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_card::personalize::{Step, plan};
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Claim, OpenVault};

use crate::check::{Check, Outcome, Verdict};
use crate::error::Error;
use crate::record::RecordCard;
use crate::trust::VirtualCards;

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
    /// The time, for the vault.
    pub now: Timestamp,
}

/// An encoded card.
#[derive(Debug, Clone, Serialize)]
pub struct Encoded {
    /// Fail if a proof failed.
    pub verdict: Verdict,
    /// The batch's name.
    pub batch: String,
    /// The record on the card.
    pub record_id: RecordId,
    /// The card.
    pub uid: Uid,
    /// What was done, in order. Nothing, if the card was finished.
    pub steps: Vec<Done>,
    /// How it was proved.
    pub proofs: Vec<Check>,
    /// What a phone reads from it now.
    pub url: Option<String>,
    /// Exchanges with the chip.
    pub apdus: u32,
    /// Authentications the chip refused.
    pub failed_authentications: u32,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Its name.
    pub name: String,
    /// `pass`: the card took it.
    pub outcome: Outcome,
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
    let Request { batch, virtual_cards, now, .. } = request;
    let template = Template::for_base(&batch.profile, &batch.base_url)?;
    let blank = start::identify(tag, virtual_cards)?;
    let card = start::choose(vault, batch, &template, request.record, blank.uid)?;
    let RecordCard { record, generation, .. } = card;
    let start::Identified { uid, is_virtual } = blank;
    let claim = Claim { record, uid, generation, is_virtual };
    vault.check_claim(batch, claim)?;
    let known = vault.card_by_uid(uid)?.is_some();
    let (mut session, state) = start::open(tag, &card, known, request.overwrite, random)?;
    let steps = plan(&card.target, &state)?;
    if !steps.is_empty() {
        // Old keys are the factory's and new ones follow from the record: with this on disk,
        // whatever the card holds after a tear can be computed.
        vault.claim(batch, claim, now)?;
    }
    apply::settle(&mut session, &card.target, &steps)?;
    apply::finish(session, &card.target, &steps)?;
    if !steps.contains(&Step::ChangeMasterKey) {
        // The session still stands, and a read in it would be no tap. Selecting ends it.
        tag.select_application()?;
    }
    let prove::Proved { proofs, url } = prove::prove(tag, &card, &template, random)?;
    let verdict = Verdict::over(&proofs);
    if verdict == Verdict::Pass {
        vault.mark_encoded(batch, record, uid, now)?;
    }
    let count = tag.count();
    Ok(Encoded {
        verdict,
        batch: batch.name.to_string(),
        record_id: record,
        uid,
        steps: steps
            .iter()
            .map(|step| Done { name: step.to_string(), outcome: Outcome::Pass })
            .collect(),
        proofs,
        url,
        apdus: count.exchanges,
        failed_authentications: count.failed_authentications,
    })
}

pub(crate) fn challenge<R: Random, E>(random: &mut R) -> Result<[u8; 16], Error<E>> {
    let mut rnd_a = [0; 16];
    random.fill(&mut rnd_a).map_err(|_| Error::Random)?;
    Ok(rnd_a)
}
