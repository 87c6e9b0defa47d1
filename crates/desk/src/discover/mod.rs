//! A card that somebody else encoded: how it is laid out, and which keys its slots hold.
//!
//! What a card shows to anybody comes first: its address, its settings, the versions of its keys.
//! Candidate keys are tried offline against its tap. Only what is left is asked of the card itself,
//! for its failure counters never forget.
//!
//! # Layout
//! - [`discover`] and [`Discovered`].
//! - `places`, `address`: from what the card shows to a template; `file_data`: what it encrypts.
//! - `tap`: the keys that made its tap, and the record. `slots`: the other slots, by authentication.

mod address;
mod file_data;
mod places;
mod report;
mod slots;
mod tap;

pub use report::{Discovered, Slot};

use jiff::Timestamp;
use tapsmith_card::originality::Originality;
use tapsmith_card::settings::FileSettings;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::access::Access;
use tapsmith_core::batch::Batch;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::layout::{Layout, SlotContent};
use tapsmith_core::profile::{Configuration, CounterRule, FileRule, Files};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;
use tapsmith_core::template::Mirroring;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;
use thiserror::Error as ThisError;

use crate::error::Error;
use crate::facts::Facts;
use crate::inspect::read_versions;
use crate::trust::VirtualCards;
use crate::work::{LoopStatus, ask_identity, try_key};
use address::Address;
use tap::Match;

/// What is asked of a discovery.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The batch that the card should be of.
    pub batch: &'r Batch,
    /// The record, if it is known.
    pub record: Option<RecordId>,
    /// Whether a layout may be learnt from a virtual card.
    pub virtual_cards: VirtualCards,
    /// Whether to keep the layout as what every card of the batch is judged by.
    pub learn: bool,
    /// Slots in which the factory's key is accepted.
    pub tolerate: &'r [KeyNumber],
    /// The time, for the vault.
    pub now: Timestamp,
}

/// Why a card tells nothing, or nothing that may be learnt.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub enum DiscoverError {
    /// No address to read. The reason is in the text, so it is no source: a chain would say it twice.
    #[error("the card shows no address, so there is nothing to discover: {0}")]
    NoAddress(tapsmith_core::ndef::NdefError),
    /// Settings that no template can say.
    #[error("the card's layout is one that no template can say: {0}")]
    Layout(String),
    /// None of the batch's keys made its tap.
    #[error(
        "no record of batch {batch} made this card's tap: {tried} were tried, and the factory's keys"
    )]
    NoRecord {
        /// The batch.
        batch: String,
        /// How many records were tried.
        tried: u64,
    },
    /// The tap is another card's.
    #[error("the card's tap was made by a card of another UID")]
    OtherUid,
    /// The address could be read in two ways.
    #[error("the address has the number {record} more than once, and one of them is the record")]
    Ambiguous {
        /// The record.
        record: RecordId,
    },
    /// The factory's key signs.
    #[error("slot {0} holds the factory's key and makes the taps: anybody could forge them")]
    FactoryTap(KeyNumber),
    /// A key that signs for all, and a record it does not sign.
    #[error(
        "slot {0} holds a key of the whole batch and makes the taps, and they do not sign the record: one card's tap would pass for another's"
    )]
    SharedTap(KeyNumber),
    /// Slot 0.
    #[error("slot 0 holds the factory's key: anybody could take the card over")]
    FactoryMaster,
}

/// Finds out how the card on `tag` is laid out; with [`Request::learn`], keeps it in the vault.
///
/// # Errors
/// The reader, the card or the vault; a card that tells nothing ([`DiscoverError`]).
pub fn discover<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Discovered, Error<T::Error>> {
    let facts = Facts::gather(tag, request.batch.profile.chip)?;
    let versions = read_versions(tag)?;
    let address = Address::read(&facts)?;
    let found = tap::find(vault, &request, &facts, &address)?;
    let known = found.known_slots(&address);
    let slots = slots::ask(tag, &found, versions, known, random)?;
    let suite = found.suite.unwrap_or(tag.suite());
    let layout = layout(&request, &facts, &address, &found, suite, slots)?;
    if request.learn {
        let (uid, originality) = match facts.uid {
            Some(uid) => (uid, facts.originality),
            None => ask_hidden(tag, &layout, &found, random)?,
        };
        refuse_doubtful(&request, uid, originality, &address, &found)?;
        refuse_open(request.batch, &layout, found.signs)?;
        vault.learn(request.batch, &layout, request.now)?;
    }
    Ok(Discovered::new(&request, &facts, &found, versions, layout, tag.count()))
}

/// Who may ask for the loop, if it is watched: as the profile asks for, where the chip does not say otherwise.
fn watched(told: LoopStatus, asked_for: Option<Access>) -> Option<Access> {
    told.watched().map(|shown| asked_for.filter(|wanted| told.lets(*wanted)).unwrap_or(shown))
}

/// The UID of a card that hides it, and who signed it, asked for with the first key that is known.
fn ask_hidden<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    layout: &Layout,
    found: &Match,
    random: &mut R,
) -> Result<(Uid, Originality), Error<T::Error>> {
    let key = |content| match content {
        SlotContent::Role(role) => found.keys.as_ref()?.get(role).cloned(),
        SlotContent::Factory => Some(AesKey::factory()),
        SlotContent::Unknown => None,
    };
    let known = layout.slots().find_map(|(slot, content)| Some((slot, key(content)?)));
    let (slot, key) = known.ok_or(Error::RandomUid)?;
    let mut session = try_key(tag, slot, &key, random)?.ok_or(Error::RandomUid)?;
    Ok(ask_identity(&mut session)?)
}

fn layout(
    request: &Request<'_>,
    facts: &Facts,
    address: &Address,
    found: &Match,
    suite: Suite,
    slots: [SlotContent; 5],
) -> Result<Layout, DiscoverError> {
    let files = facts.settings();
    let [capability_container, ndef, proprietary] =
        files.map(|FileSettings { mode, rights, .. }| FileRule { mode, rights });
    let [_, FileSettings { sdm, .. }, _] = files;
    let counter = sdm.map_or(CounterRule { read: Access::Never, limit: None }, |sdm| CounterRule {
        read: sdm.counter_read,
        limit: sdm.counter_limit,
    });
    let asked_for = request.batch.profile.configuration.tag_tamper;
    let data = found.file_data.as_deref();
    let file_data = data.map(|data| file_data::text(data, address.status_in_data, found.record));
    Ok(Layout {
        template: address.template(found.record, suite),
        mirroring: Mirroring::Sdm,
        file_data: file_data.transpose()?.flatten(),
        configuration: Configuration {
            suite,
            random_uid: facts.uid.is_none(),
            tag_tamper: facts.tag_tamper.and_then(|told| watched(told, asked_for)),
            failed_authentications: None,
        },
        files: Files { capability_container, ndef, proprietary },
        counter,
        slots,
        meta_read: address.meta_read,
        file_read: address.file_read,
        tolerated: request.tolerate.to_vec(),
    })
}

/// What may not be learnt at all: a card that is not original, or whose address could be read in
/// more ways than one.
fn refuse_doubtful<E>(
    request: &Request<'_>,
    uid: Uid,
    originality: Originality,
    address: &Address,
    found: &Match,
) -> Result<(), Error<E>> {
    if !request.virtual_cards.accept(originality) {
        return Err(Error::NotOriginal(originality));
    }
    if found.tap_uid.is_some_and(|tapped| tapped != uid) {
        return Err(DiscoverError::OtherUid.into());
    }
    match found.record {
        Some(record) if address.is_ambiguous(record) => {
            Err(DiscoverError::Ambiguous { record }.into())
        }
        _ => Ok(()),
    }
}

/// What may not be learnt without a word: a card that anybody could forge, or take over, or make another's.
fn refuse_open(batch: &Batch, layout: &Layout, signs: bool) -> Result<(), DiscoverError> {
    for slot in [layout.meta_read, layout.file_read] {
        if signs && layout.content(slot) == SlotContent::Factory {
            return Err(DiscoverError::FactoryTap(slot));
        }
    }
    let template = layout.template().map_err(|error| DiscoverError::Layout(error.to_string()))?;
    match layout.content(layout.file_read) {
        SlotContent::Role(role) if batch.profile.confuses_records(role, &template) => {
            return Err(DiscoverError::SharedTap(layout.file_read));
        }
        _ => {}
    }
    let open = layout.content(KeyNumber::MASTER) == SlotContent::Factory;
    if open && !layout.tolerated.contains(&KeyNumber::MASTER) {
        return Err(DiscoverError::FactoryMaster);
    }
    Ok(())
}
