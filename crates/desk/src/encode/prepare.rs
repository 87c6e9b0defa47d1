//! The way to a plan: which card, which record, how it stands, what is to be done.

use tapsmith_card::personalize::{CardKey, Part, PlanError, State, Step, plan};
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::profile::Configuration;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Claim, OpenVault};

use super::{Effort, Request, choose};
use crate::error::{Error, NoPlace};
use crate::record::{BatchLayout, RecordCard};
use crate::work::{
    Application, Between, Held, Identified, OnCard, ShownKey, Wanted, check_place, configured,
    identify, known_card_key, lacks, open_begun, open_blank, open_known, select_picc,
};

/// A card opened with key 0, if it has one yet, and what is to be done with it.
pub(super) struct Prepared<'t, T> {
    pub(super) claim: Claim,
    pub(super) card: RecordCard,
    pub(super) opened: Between<'t, T>,
    pub(super) steps: Vec<Step>,
    /// What slot 0 holds.
    pub(super) master: AesKey,
    /// Whether this writes over settings that somebody else gave the card, or takes its own key from others.
    pub(super) overwrites: bool,
    /// What proves the card's own master key, of a card that has one.
    pub(super) card_key: Option<OwnKey>,
}

/// The card's own master key when all is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OwnKey {
    /// This.
    Ours(CardKey),
    /// Somebody else's, who keeps it.
    Theirs,
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
    let wanted = Wanted {
        chip: Some(batch.profile.chip),
        batch: Some(batch),
        virtual_cards: request.virtual_cards,
        check,
    };
    let identified = identify(tag, vault, wanted, random)?;
    let Identified { uid, is_virtual, .. } = identified;
    let lacks = lacking(tag, vault, &identified)?;
    let claim = choose(vault, request, uid, is_virtual)?;
    let Claim { record, generation, .. } = claim;
    let card = RecordCard::load_generation(vault, batch, layout, record, generation)?;
    let ours = vault.card_by_uid(uid)?.is_some();
    let configuration = configured(tag, vault, &identified, card.shape.configuration)?;
    let card_key = match identified.on_card {
        Some(OnCard { key: ShownKey::Delivered, is_frozen: true, .. }) => {
            return Err(NoPlace::Frozen.into());
        }
        Some(on_card) => {
            let held = Held::of(vault, uid, Some(&card))?;
            let known = known_card_key(tag, &held, on_card.key, random)?;
            reselect(tag, &identified)?;
            known
        }
        None => None,
    };
    let before = Before { uid, card: &card, configuration, lacks: &lacks, ours, check, reading };
    let (opened, state) = before.open(tag, vault, random)?;
    let state = State { lacks, card_key, ..state };
    let State { lacks, ndef, configuration, card_key, .. } = state.clone();
    let takes_key = identified.on_card.is_some_and(|on_card| on_card.is_shared)
        && card_key.is_some()
        && card_key != card.card_key();
    let blank = State { lacks, ndef, configuration, card_key, ..State::factory() };
    let may_overwrite = ours || reading != Reading::AsNeeded;
    let overwrites = !may_overwrite && (state != blank || takes_key);
    if overwrites && !request.overwrite {
        return Err(if state == blank { Error::Shared } else { Error::HasSettings });
    }
    let steps = plan(&card.target()?, &state)?;
    let own_key = card.card_key().map(|ours| match state.card_key {
        Some(_) => OwnKey::Ours(ours),
        None => OwnKey::Theirs,
    });
    let [master, ..] = state.keys;
    let master = master.ok_or(PlanError::UnknownKey(KeyNumber::MASTER))?.key;
    Ok(Prepared { claim, card, opened, steps, master, overwrites, card_key: own_key })
}

/// What was selected before the card's own key was asked for.
fn reselect<T: Transport>(
    tag: &mut Tag<T>,
    identified: &Identified,
) -> Result<(), Error<T::Error>> {
    let is_aes = |on_card: OnCard| matches!(on_card.key, ShownKey::Aes(_));
    match identified.application {
        _ if !identified.on_card.is_some_and(is_aes) => {}
        Application::Missing => select_picc(tag)?,
        Application::Selected | Application::Found(_) => tag.select_application()?,
    }
    Ok(())
}

/// What of the application is not made yet, if there is a place to make it.
fn lacking<T: Transport>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    identified: &Identified,
) -> Result<Vec<Part>, Error<T::Error>> {
    match &identified.application {
        Application::Selected => Ok(Vec::new()),
        Application::Missing => {
            check_place(tag)?;
            lacks(vault, identified.uid, None)
        }
        Application::Found(found) => lacks(vault, identified.uid, Some(found)),
    }
}

/// What is known of a card before it is opened.
struct Before<'b> {
    uid: Uid,
    card: &'b RecordCard,
    configuration: Configuration,
    lacks: &'b [Part],
    /// Whether the vault has a record on it.
    ours: bool,
    /// Whether more is looked at than must be.
    check: bool,
    reading: Reading,
}

impl Before<'_> {
    /// A session with key 0, if there is a key 0, and the state that it finds.
    fn open<'t, T: Transport, R: Random>(
        &self,
        tag: &'t mut Tag<T>,
        vault: &OpenVault,
        random: &mut R,
    ) -> Result<(Between<'t, T>, State), Error<T::Error>> {
        let Self { uid, card, configuration, .. } = *self;
        let length = card.shape.image.bytes.len();
        let (session, state) = match (self.lacks.first(), self.reading) {
            (Some(Part::Application), _) => {
                let state = State { configuration, ..State::factory() };
                return Ok((Between::Ended(tag), state));
            }
            (Some(Part::File(_)), _) => open_begun(tag, configuration, random)?,
            (_, Reading::AsNeeded) if !self.ours && !vault.has_journal(uid)? => {
                open_blank(tag, self.check, configuration, random)?
            }
            (_, Reading::AsNeeded) => {
                let held = Held::of(vault, uid, Some(card))?;
                open_known(tag, &held, length, configuration, random)?
            }
            (_, Reading::InFull { doubted }) => {
                let held = Held::of(vault, uid, Some(card))?.without(doubted);
                open_known(tag, &held, length, configuration, random)?
            }
        };
        Ok((Between::Open(session), state))
    }
}
