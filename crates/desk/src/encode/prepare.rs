//! The way to a plan: which card, which record, how it stands, what is to be done.

use tapsmith_card::personalize::{PlanError, State, Step, plan};
use tapsmith_card::tag::{Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::random::Random;
use tapsmith_store::{Claim, OpenVault};

use super::{Effort, Request, choose};
use crate::error::Error;
use crate::record::{BatchLayout, RecordCard};
use crate::work::{Held, Identified, configured, identify, open_blank, open_known};

/// A card opened with key 0, and what is to be done with it.
pub(super) struct Prepared<'t, T> {
    pub(super) claim: Claim,
    pub(super) card: RecordCard,
    pub(super) session: Session<'t, T>,
    pub(super) steps: Vec<Step>,
    /// What slot 0 holds.
    pub(super) master: AesKey,
    /// Whether this writes over settings that somebody else gave the card.
    pub(super) overwrites: bool,
}

/// How much is read of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A card that the vault does not know is taken for blank; one that it knows is read.
    AsNeeded,
    /// Everything; what was thought of one slot is forgotten, for the card has refused it.
    InFull {
        /// The slot.
        doubted: Option<KeyNumber>,
    },
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
    // What no command can undo is done to no card that was not checked.
    let check = request.effort != Effort::Fast || !batch.profile.for_good().is_empty();
    let identified = identify(tag, vault, Some(batch), request.virtual_cards, check, random)?;
    let Identified { uid, is_virtual, .. } = identified;
    let claim = choose(vault, request, uid, is_virtual)?;
    let Claim { record, generation, .. } = claim;
    let card = RecordCard::load_generation(vault, batch, layout, record, generation)?;
    let ours = vault.card_by_uid(uid)?.is_some();
    let length = card.shape.image.bytes.len();
    let configuration = configured(tag, vault, &identified, card.shape.configuration)?;
    let (session, state) = match reading {
        Reading::AsNeeded if !ours && !vault.has_journal(uid)? => {
            open_blank(tag, check, configuration, random)?
        }
        Reading::AsNeeded => {
            let held = Held::of(vault, uid, Some(&card))?;
            open_known(tag, &held, length, configuration, random)?
        }
        Reading::InFull { doubted } => {
            let held = Held::of(vault, uid, Some(&card))?.without(doubted);
            open_known(tag, &held, length, configuration, random)?
        }
    };
    let State { ndef, configuration, .. } = state.clone();
    let blank = State { ndef, configuration, ..State::factory() };
    let overwrites = !ours && reading == Reading::AsNeeded && state != blank;
    if overwrites && !request.overwrite {
        return Err(Error::HasSettings);
    }
    let steps = plan(&card.target()?, &state)?;
    let [master, ..] = state.keys;
    let master = master.ok_or(PlanError::UnknownKey(KeyNumber::MASTER))?.key;
    Ok(Prepared { claim, card, session, steps, master, overwrites })
}
