//! A finished card, proved: by what a phone reads, and by authentications with the new keys.

use tapsmith_card::command::{FileNumber, GetFileSettings, SetConfiguration};
use tapsmith_card::personalize::{Step, StepName};
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::access::Access;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::ndef;
use tapsmith_core::profile::Configuration;
use tapsmith_core::random::Random;
use tapsmith_core::suite::Suite;
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::template::{Place, Template};

use super::Effort;
use super::prepare::OwnKey;
use crate::check::Check;
use crate::error::Error;
use crate::inspect::tap;
use crate::record::{BatchLayout, RecordCard};
use crate::tag_tamper;
use crate::work::{Asked, LoopStatus, is_card_key, loop_status, prove_keys};

/// How a card was proved, and what a phone reads from it now.
pub(crate) struct Proved {
    pub(crate) proofs: Vec<Check>,
    pub(crate) url: Option<String>,
}

/// Proves the file by reading it, the tap's keys by the tap, key 0 by an authentication, and so every
/// other slot that nothing else has proved.
pub(super) fn prove<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    card: &RecordCard,
    layout: &BatchLayout,
    steps: &[Step],
    effort: Effort,
    random: &mut R,
) -> Result<Proved, Error<T::Error>> {
    let file = tap(tag)?;
    let url = ndef::read_uri(&file).ok();
    let (proof, signed) = prove_tap(url.as_deref(), card, &layout.template);
    let mut proofs = vec![prove_ndef(&file, card), proof];
    let configuration = card.shape.configuration;
    if configuration.tag_tamper.is_some() {
        // Outside a session: nobody knows how a free answer travels in one.
        let told = if asks_loop(configuration) { Some(loop_status(tag)?) } else { None };
        proofs.push(prove_loop(signed, told));
    }
    let slots = slots_to_prove(card, layout, steps, effort);
    let Asked { checks, session } = prove_keys(tag, &slots, random)?;
    let wanted = !checks.is_empty();
    proofs.extend(checks);
    if let Some(mut session) = session.filter(|_| wanted) {
        let settings = session.send(&GetFileSettings { file: FileNumber::Ndef })?.settings;
        let same = settings == card.shape.file(FileNumber::Ndef);
        proofs.push(Check::that("settings", same, "as planned", "not as planned"));
        proofs.extend(prove_suite(session.suite(), configuration.suite));
        proofs.extend(await_random_uid(steps));
    }
    Ok(Proved { proofs, url })
}

/// The card's own master key, if it is to be proved: always if it was changed, for the card's answer to that has no MAC.
pub(super) fn must_prove<'k>(
    key: Option<&'k OwnKey>,
    effort: Effort,
    steps: &[Step],
) -> Option<&'k OwnKey> {
    let was_changed = steps.iter().any(|step| matches!(step, Step::ChangeCardKey { .. }));
    key.filter(|_| effort != Effort::Fast || was_changed)
}

/// The card's own master key, asked for by an authentication: no step proves it, and its version neither. Last, for it
/// selects the card itself.
pub(super) fn prove_card_key<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    key: Option<&OwnKey>,
    random: &mut R,
) -> Result<Option<Check>, Error<T::Error>> {
    const NAME: &str = "card_key";
    Ok(match key {
        None => None,
        Some(OwnKey::Theirs) => {
            Some(Check::skipped(NAME, "somebody else has the card's own master key, and keeps it"))
        }
        Some(OwnKey::Ours(key)) => {
            let opens = is_card_key(tag, key, random)?;
            Some(Check::that(NAME, opens, "opens the card", "does not open the card"))
        }
    })
}

/// How many exchanges [`prove_card_key`] takes.
pub(super) const fn exchanges_of_card_key(key: Option<&OwnKey>) -> u32 {
    match key {
        Some(OwnKey::Ours(_)) => 3,
        Some(OwnKey::Theirs) | None => 0,
    }
}

/// How many exchanges [`prove`] takes: a tap, perhaps the loop, two a slot, and what is asked in the last session.
pub(super) fn exchanges(
    card: &RecordCard,
    layout: &BatchLayout,
    steps: &[Step],
    effort: Effort,
) -> u32 {
    let slots = slots_to_prove(card, layout, steps, effort).len();
    let outside = 1 + usize::from(asks_loop(card.shape.configuration));
    let in_session = if slots == 0 { 0 } else { 2 * slots + 1 };
    u32::try_from(outside + in_session).unwrap_or(u32::MAX)
}

/// Whether anybody may ask for the loop.
fn asks_loop(wanted: Configuration) -> bool {
    wanted.tag_tamper == Some(Access::Free)
}

/// By what the tap has signed, and by what the card told who was to be told.
fn prove_loop(signed: Option<TagTamper>, told: Option<LoopStatus>) -> Check {
    match (tag_tamper::worst(signed, told), told) {
        (_, Some(LoopStatus::AsksForKey | LoopStatus::KeepsSilent)) => {
            Check::fail(tag_tamper::NAME, "the card does not tell everybody how its loop is")
        }
        (Some(status), _) => tag_tamper::check(status),
        (None, _) => Check::skipped(tag_tamper::NAME, "not everybody may ask for it"),
    }
}

fn prove_suite(spoken: Suite, wanted: Suite) -> Option<Check> {
    let speaks = spoken == Suite::Lrp;
    (wanted == Suite::Lrp)
        .then(|| Check::that("suite", speaks, "the card speaks LRP", "the card speaks AES"))
}

fn await_random_uid(steps: &[Step]) -> Option<Check> {
    let hides = steps.contains(&Step::Configure(SetConfiguration::RandomUid(true)));
    hides.then(|| Check::skipped("random_uid", "it shows from the next time the card is put down"))
}

/// Key 0, and every slot that neither a step of this run nor the tap proves: the card itself checks a
/// new key's checksum when it takes it, and signs that it did. A version that the card shows proves
/// nothing.
pub(super) fn slots_to_prove<'c>(
    card: &'c RecordCard,
    layout: &BatchLayout,
    steps: &[Step],
    effort: Effort,
) -> Vec<(KeyNumber, &'c AesKey)> {
    let proved = |slot: KeyNumber| {
        let changed = steps.iter().any(|step| step.name() == StepName::ChangeKey(slot));
        let by_tap = layout.template.is_sun() && slot == layout.layout.file_read
            || layout.template.has(Place::Picc) && slot == layout.layout.meta_read;
        match effort {
            Effort::Fast => true,
            Effort::Normal => slot != KeyNumber::MASTER && (changed || by_tap),
            Effort::ProveAll => false,
        }
    };
    let slots = KeyNumber::ALL.into_iter().filter(|slot| !proved(*slot));
    slots.filter_map(|slot| Some((slot, &card.key(slot)?.key))).collect()
}

/// Byte for byte, where the chip does not write.
fn prove_ndef(file: &[u8], card: &RecordCard) -> Check {
    let same = card.shape.image.matches(file);
    Check::that("ndef", same, "as written", "the card holds other bytes than were written")
}

/// And the state of the loop, if the tap has signed it.
fn prove_tap(
    url: Option<&str>,
    card: &RecordCard,
    template: &Template,
) -> (Check, Option<TagTamper>) {
    const NAME: &str = "tap";
    let unsigned = |check| (check, None);
    let Some(url) = url else {
        return unsigned(Check::fail(NAME, "the card shows no address"));
    };
    if !template.is_sun() {
        return unsigned(Check::skipped(NAME, "the profile's cards do not sign their taps"));
    }
    let Some(keys) = &card.tap_keys else {
        return unsigned(Check::fail(NAME, "its keys are unknown"));
    };
    match template.read(url).and_then(|tap| tap.verify(keys)) {
        Ok(reading) => (Check::pass(NAME, "signed with the new keys"), reading.tag_tamper),
        Err(rejection) => unsigned(Check::fail(NAME, rejection.to_string())),
    }
}
