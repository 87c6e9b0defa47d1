//! What only keys can show. A failed authentication is counted by the chip for ever, so no key is
//! tried on a card whose taps already say that it is not ours.

use tapsmith_card::command::{GetCardUid, GetTtStatus};
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::CardKey;
use tapsmith_card::tag::{Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::Access;
use tapsmith_core::key::{AesKey, KeyNumber, SlotKey};
use tapsmith_core::layout::SlotContent;
use tapsmith_core::random::Random;
use tapsmith_core::suite::Suite;
use tapsmith_core::uid::Uid;

use super::{Strangers, Subject};
use crate::check::Outcome;
use crate::error::Error;
use crate::facts::Facts;
use crate::record::RecordCard;
use crate::work::{
    Asked, LoopStatus, ShownKey, ask_card, ask_identity, is_card_key, prove_keys, try_key, try_next,
};

/// How far the card proved that it holds our keys.
#[derive(Debug, Default)]
pub(super) struct Proof {
    /// Why no key was tried.
    pub(super) not_tried: Option<&'static str>,
    /// The keys that opened it.
    pub(super) proved: Vec<KeyNumber>,
    /// The first key that did not fit.
    pub(super) wrong: Option<KeyNumber>,
    /// The UID, as the card says it to who holds a key.
    pub(super) uid: Option<Uid>,
    /// Who signed the UID, if the card says so only to who holds a key.
    pub(super) originality: Option<Originality>,
    /// What the card spoke.
    pub(super) suite: Option<Suite>,
    /// What it said of its loop, if it has one.
    pub(super) tag_tamper: Option<LoopStatus>,
    /// The card's own master key, if it has one and was asked.
    pub(super) card_key: Option<CardKeyProof>,
    /// The slots that were asked for the factory's key, and whether it opened them.
    pub(super) factory: Vec<(KeyNumber, bool)>,
}

/// Who has a card's own master key, and so can format it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CardKeyProof {
    /// The record: it was tried.
    Ours,
    /// Everybody: it is as delivered.
    Everybody,
    /// Somebody else.
    Other,
}

/// Authenticates with each known key in turn, and asks for the UID; then asks slots that were not seen to
/// hold our key whether they hold the factory's.
pub(super) fn prove<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    subject: &Subject<'_>,
    strangers: Strangers,
    random: &mut R,
) -> Result<Proof, Error<T::Error>> {
    let Some(card) = &subject.card else {
        return stranger(tag, subject, strangers, "no record, so no keys", random);
    };
    if subject.template().is_sun() && subject.last_reading().is_none() {
        return stranger(
            tag,
            subject,
            strangers,
            "its tap is not good, so no key was tried on it",
            random,
        );
    }
    let mut proof = Proof { tag_tamper: subject.facts.tag_tamper, ..Proof::default() };
    tag.expect_suite(subject.layout.layout.configuration.suite);
    if let Some(session) = open_with_each(tag, card, &mut proof, random)? {
        ask_in_session(session, subject, card, &mut proof, random)?;
    }
    proof.suite = Some(tag.suite()).filter(|_| !proof.proved.is_empty());
    let unknown = KeyNumber::ALL.into_iter().filter(|slot| card.key(*slot).is_none());
    for slot in proof.wrong.into_iter().chain(unknown).take(strangers.asked()) {
        let opened = try_key(tag, slot, &AesKey::factory(), random)?.is_some();
        proof.factory.push((slot, opened));
    }
    if subject.is_desfire() {
        proof.card_key = Some(who_has_card_key(tag, card.card_key().as_ref(), random)?);
    }
    Ok(proof)
}

/// Asks last of all, for the card itself is selected then. A key of another version than the record's is not tried, but
/// for the one of zeros, which everybody has.
fn who_has_card_key<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    ours: Option<&CardKey>,
    random: &mut R,
) -> Result<CardKeyProof, Error<T::Error>> {
    let shown = match ask_card(tag, random)?.key {
        ShownKey::Delivered => return Ok(CardKeyProof::Everybody),
        ShownKey::Other => return Ok(CardKeyProof::Other),
        ShownKey::Aes(version) => version,
    };
    let zeros = CardKey::Aes(SlotKey::factory());
    for (key, whose) in [(ours, CardKeyProof::Ours), (Some(&zeros), CardKeyProof::Everybody)] {
        let Some(key) = key.filter(|key| key.version() == shown) else { continue };
        if is_card_key(tag, key, random)? {
            return Ok(whose);
        }
    }
    Ok(CardKeyProof::Other)
}

/// What the card says only to who holds a key: its UID, and if it hides that, who signed it; and its loop.
fn ask_in_session<T: Transport, R: Random>(
    mut session: Session<'_, T>,
    subject: &Subject<'_>,
    card: &RecordCard,
    proof: &mut Proof,
    random: &mut R,
) -> Result<(), Error<T::Error>> {
    if subject.facts.uid.is_none() {
        let (uid, originality) = ask_identity(&mut session)?;
        (proof.uid, proof.originality) = (Some(uid), Some(originality));
    } else {
        proof.uid = Some(session.send(&GetCardUid)?);
    }
    let watch = subject.layout.layout.configuration.tag_tamper;
    if let (Some(LoopStatus::AsksForKey), Some(Access::Key(slot))) = (proof.tag_tamper, watch)
        && let Some(held) = card.key(slot)
        && let Some(mut session) = try_next(session, slot, &held.key, random)?
    {
        proof.tag_tamper = Some(LoopStatus::of(session.send(&GetTtStatus))?);
    }
    Ok(())
}

/// Of a card that is nobody's, one slot is asked for the factory's key, if all are to be asked: what was never
/// written to has it in each.
fn stranger<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    subject: &Subject<'_>,
    strangers: Strangers,
    reason: &'static str,
    random: &mut R,
) -> Result<Proof, Error<T::Error>> {
    let mut proof = Proof { tag_tamper: subject.facts.tag_tamper, ..Proof::not_tried(reason) };
    let layout = &subject.layout.layout;
    let locked = |slot: &KeyNumber| layout.content(*slot) != SlotContent::Factory;
    if strangers == Strangers::All
        && let Some(slot) = KeyNumber::ALL.into_iter().find(locked)
    {
        let opened = try_key(tag, slot, &AesKey::factory(), random)?.is_some();
        proof.factory.push((slot, opened));
    }
    Ok(proof)
}

/// Leaves the last session open, if every known key fits.
fn open_with_each<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    card: &RecordCard,
    proof: &mut Proof,
    random: &mut R,
) -> Result<Option<Session<'t, T>>, Error<T::Error>> {
    let known = card.known_keys();
    let Asked { checks, session } = prove_keys(tag, &known, random)?;
    for ((slot, _), check) in known.iter().zip(&checks) {
        match check.outcome {
            Outcome::Pass => proof.proved.push(*slot),
            Outcome::Fail | Outcome::Skipped => proof.wrong = Some(*slot),
        }
    }
    Ok(session)
}

impl Proof {
    /// Who signed the UID.
    pub(super) fn originality(&self, facts: &Facts) -> Originality {
        self.originality.unwrap_or(facts.originality)
    }

    /// The slots that the factory's key opened.
    pub(super) fn opened(&self) -> impl Iterator<Item = KeyNumber> {
        self.factory.iter().filter(|(_, opened)| *opened).map(|(slot, _)| *slot)
    }

    fn not_tried(reason: &'static str) -> Self {
        Self { not_tried: Some(reason), ..Self::default() }
    }
}
