//! The way to a plan: which card, which record, how it stands, what is to be done.

use tapsmith_card::personalize::{State, Step, plan};
use tapsmith_card::tag::{Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Card, Claim, OpenVault};

use super::{Effort, Request, claim};
use crate::error::Error;
use crate::record::{BatchLayout, RecordCard};
use crate::work::{Held, identify, open_blank, open_known};

/// A card opened with key 0, and what is to be done with it.
pub(super) struct Prepared<'t, T> {
    pub(super) claim: Claim,
    pub(super) card: RecordCard,
    pub(super) session: Session<'t, T>,
    pub(super) steps: Vec<Step>,
}

/// How much is read of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A card that the vault does not know is taken for blank; one that it knows is read.
    AsNeeded,
    /// Everything.
    InFull,
}

/// Changes nothing, on the card or in the vault.
pub(super) fn prepare<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    vault: &OpenVault,
    request: &Request<'_>,
    layout: &BatchLayout,
    reading: Reading,
    random: &mut R,
) -> Result<Prepared<'t, T>, Error<T::Error>> {
    let batch = request.batch;
    let check = request.effort != Effort::Fast;
    let identified = identify(tag, request.virtual_cards, check)?;
    let uid = identified.uid;
    let card = choose(vault, batch, layout, request.record, uid)?;
    let claim = claim(&card, identified);
    vault.check_claim(batch, claim)?;
    let ours = vault.card_by_uid(uid)?.is_some();
    let (session, state) = if ours || vault.has_journal(uid)? || reading == Reading::InFull {
        let held = Held::of(vault, uid, Some(&card))?;
        open_known(tag, &held, card.shape.image.bytes.len(), random)?
    } else {
        open_blank(tag, check, random)?
    };
    let blank = State { ndef: state.ndef.clone(), ..State::factory() };
    if !ours && reading == Reading::AsNeeded && state != blank && !request.overwrite {
        return Err(Error::HasSettings);
    }
    let steps = plan(&card.target()?, &state)?;
    Ok(Prepared { claim, card, session, steps })
}

/// The record that goes onto this card: the one asked for, the one already on it, or the next.
fn choose<E>(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    wanted: Option<RecordId>,
    uid: Uid,
) -> Result<RecordCard, Error<E>> {
    let own = vault.card_by_uid(uid)?;
    if let Some(Card { batch: other, record, .. }) = &own
        && *other != batch.name
    {
        let (batch, record) = (other.clone(), *record);
        return Err(tapsmith_store::Error::CardTaken { uid, batch, record }.into());
    }
    let record = match wanted.or(own.map(|card| card.record)) {
        Some(record) => record,
        None => vault
            .next_free_record(batch)?
            .ok_or_else(|| Error::NoRecordLeft { batch: batch.name.to_string() })?,
    };
    RecordCard::load(vault, batch, layout, record)
}
