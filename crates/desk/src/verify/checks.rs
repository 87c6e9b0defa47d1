//! The judgements, one function each. They ask the card nothing.

use std::iter;

use tapsmith_card::command::Product;
use tapsmith_card::personalize::ApplicationError;
use tapsmith_core::access::{Access, AccessRights};
use tapsmith_core::batch::BatchName;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::layout::SlotContent;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use tapsmith_store::{Card, OpenVault};

use super::keys::{CardKeyProof, Proof};
use super::{Request, Subject};
use crate::check::Check;
use crate::error::Error;
use crate::tag_tamper;
use crate::trust::VirtualCards;

/// The check that a SUN card must pass.
pub(crate) const SUN_MAC: &str = "sun_mac";

/// All checks, in the order of a card's life.
pub(super) fn all<E>(
    vault: &OpenVault,
    request: &Request<'_>,
    subject: &Subject<'_>,
    proof: &Proof,
) -> Result<Vec<Check>, Error<E>> {
    Ok(vec![
        chip(subject),
        originality(request, subject, proof),
        uid_matches(subject, proof),
        ndef(subject),
        base_url(subject),
        record_id(subject),
        sun_mac(subject),
        counter_advances(subject),
        keys_installed(proof),
        factory_keys_gone(subject, proof),
        settings_match(subject, proof),
        tag_tamper(subject, proof),
        write_protected(subject, proof),
        not_seen_before(vault, request, subject)?,
    ])
}

/// The checks of a card of another kind: the first fails, and there is nothing to make the others on.
pub(crate) fn of_another_chip(found: &str) -> Vec<Check> {
    let skipped = |name| Check::skipped(name, "another chip");
    iter::once(Check::fail("chip", found)).chain(AFTER_CHIP.map(skipped)).collect()
}

/// The checks of a card whose NDEF application is missing, or is none to judge.
pub(super) fn without_application(problem: ApplicationError) -> Vec<Check> {
    let judged = |name| match name {
        NDEF => Check::fail(NDEF, problem.to_string()),
        name => Check::skipped(name, "no NDEF application to look at"),
    };
    iter::once(Check::pass("chip", DESFIRE)).chain(AFTER_CHIP.map(judged)).collect()
}

const NDEF: &str = "ndef";
const DESFIRE: &str = "MIFARE DESFire EV3";

/// The names of all checks but `chip`.
const AFTER_CHIP: [&str; 13] = [
    "originality",
    "uid_matches",
    NDEF,
    "base_url",
    "record_id",
    SUN_MAC,
    "counter_advances",
    "keys_installed",
    "factory_keys_gone",
    "settings_match",
    tag_tamper::NAME,
    "write_protected",
    "not_seen_before",
];

fn chip(subject: &Subject<'_>) -> Check {
    let version = &subject.facts.version;
    let software = version.software;
    let name = match version.product() {
        Some(Product::DesfireEv3) => DESFIRE,
        _ if version.has_tag_tamper() => "NTAG 424 DNA TagTamper",
        _ => "NTAG 424 DNA",
    };
    let (major, minor) = (software.major, software.minor);
    Check::pass("chip", format!("{name}, software {major}.{minor}"))
}

/// A card that hides its UID keeps its signature too, until a key opens it.
fn originality(request: &Request<'_>, subject: &Subject<'_>, proof: &Proof) -> Check {
    const NAME: &str = "originality";
    const HIDDEN: &str = "the card hides its UID, and no key of ours opened it";
    match (subject.facts.uid, proof.originality, request.virtual_cards) {
        (None, None, VirtualCards::Accept) => Check::skipped(NAME, HIDDEN),
        (None, None, VirtualCards::Refuse) => Check::fail(NAME, HIDDEN),
        _ => request.virtual_cards.check(proof.originality(subject.facts)),
    }
}

/// The reader, the chip's version, PICCData and GetCardUID: whoever says a UID says the same.
fn uid_matches(subject: &Subject<'_>, proof: &Proof) -> Check {
    const NAME: &str = "uid_matches";
    let facts = subject.facts;
    let reader = facts.reader_uid.as_deref().and_then(|uid| uid.try_into().ok()).map(Uid);
    let tap = subject.last_reading().and_then(|reading| reading.uid);
    let sources =
        [("reader", reader), ("version", facts.uid), ("tap", tap), ("GetCardUID", proof.uid)];
    let said: Vec<_> =
        sources.iter().filter_map(|(name, uid)| uid.map(|uid| (name, uid))).collect();
    let detail =
        said.iter().map(|(name, uid)| format!("{name} {uid}")).collect::<Vec<_>>().join(", ");
    match said.as_slice() {
        [] | [_] => Check::skipped(NAME, "fewer than two sources say a UID"),
        [(_, first), rest @ ..] if rest.iter().all(|(_, uid)| uid == first) => {
            Check::pass(NAME, detail)
        }
        _ => Check::fail(NAME, detail),
    }
}

fn ndef(subject: &Subject<'_>) -> Check {
    const NAME: &str = NDEF;
    let [_, last] = &subject.facts.urls;
    match (last, &subject.card) {
        (Err(error), _) => Check::fail(NAME, error.to_string()),
        (Ok(_), Some(card)) if !card.shape.image.matches(&subject.facts.file) => {
            Check::fail(NAME, "one URI record, but not the one this record's card holds")
        }
        (Ok(_), _) if !subject.facts.has_container => {
            Check::fail(NAME, "one URI record, and a capability container that does not lead to it")
        }
        (Ok(_), _) => Check::pass(NAME, "one URI record"),
    }
}

fn base_url(subject: &Subject<'_>) -> Check {
    const NAME: &str = "base_url";
    match subject.url().map(|url| (url, subject.template().starts(url))) {
        None => Check::fail(NAME, "no address"),
        Some((url, true)) => Check::pass(NAME, url),
        Some((url, false)) => {
            Check::fail(NAME, format!("expected {}, found {url}", subject.template().start()))
        }
    }
}

fn record_id(subject: &Subject<'_>) -> Check {
    const NAME: &str = "record_id";
    match (subject.record, subject.named()) {
        (None, _) => Check::fail(NAME, "neither the address nor the UID says which record this is"),
        (Some(_), None) if !subject.template().names_record() => {
            Check::skipped(NAME, "the profile's addresses name no record")
        }
        (Some(_), None) => Check::fail(NAME, "the address names no record"),
        (Some(record), Some(_)) if subject.card.is_none() => {
            Check::fail(NAME, format!("the batch has no record {record}"))
        }
        (Some(record), Some(named)) if record == named => Check::pass(NAME, record.to_string()),
        (Some(record), Some(named)) => {
            Check::fail(NAME, format!("expected {record}, the address names {named}"))
        }
    }
}

fn sun_mac(subject: &Subject<'_>) -> Check {
    if !subject.template().is_sun() {
        return Check::skipped(SUN_MAC, "the profile's cards do not sign their taps");
    }
    let [first, last] = &subject.readings;
    match (first, last) {
        (Some(Ok(_)), Some(Ok(_))) => {
            Check::pass(SUN_MAC, "both taps are signed with the record's keys")
        }
        (Some(Err(rejection)), _) | (_, Some(Err(rejection))) => {
            Check::fail(SUN_MAC, rejection.to_string())
        }
        _ => Check::fail(SUN_MAC, "no address, or no record and so no keys"),
    }
}

fn counter_advances(subject: &Subject<'_>) -> Check {
    const NAME: &str = "counter_advances";
    if !subject.template().is_sun() {
        return Check::skipped(NAME, "the profile's cards do not count their taps");
    }
    let [Some(Ok(first)), Some(Ok(last))] = &subject.readings else {
        return Check::skipped(NAME, "there are not two good taps to compare");
    };
    match (first.counter, last.counter) {
        (Some(first), Some(last)) if last > first => {
            Check::pass(NAME, format!("{first}, then {last}"))
        }
        (Some(first), Some(last)) => Check::fail(NAME, format!("{first}, then {last}")),
        _ => Check::skipped(NAME, "the address does not show the counter"),
    }
}

fn keys_installed(proof: &Proof) -> Check {
    const NAME: &str = "keys_installed";
    match (proof.not_tried, proof.wrong) {
        (Some(reason), _) => Check::skipped(NAME, reason),
        (None, Some(number)) => Check::fail(NAME, format!("key {number} is not the record's")),
        (None, None) if proof.proved.is_empty() => Check::skipped(NAME, "no key of it is known"),
        (None, None) if proof.proved.len() == KeyNumber::ALL.len() => {
            Check::pass(NAME, "keys 0 to 4 open the card")
        }
        (None, None) => {
            let detail =
                format!("keys {} open the card; the others are unknown", list(&proof.proved));
            Check::pass(NAME, detail)
        }
    }
}

/// A slot that holds our key holds no other. Of the other slots, some are asked.
fn factory_keys_gone(subject: &Subject<'_>, proof: &Proof) -> Check {
    const NAME: &str = "factory_keys_gone";
    let (tolerated, left) = factory_slots(subject);
    let found: Vec<_> = left.iter().copied().chain(proof.opened()).collect();
    if let (Some(reason), None) = (proof.not_tried, proof.opened().next()) {
        Check::skipped(NAME, reason)
    } else if !found.is_empty() {
        Check::fail(NAME, format!("{} the factory's key", slots(&found, "holds", "hold")))
    } else if !proof.factory.is_empty() {
        let asked: Vec<_> = proof.factory.iter().map(|(slot, _)| *slot).collect();
        let asked = slots(&asked, "was asked, and refuses", "were asked, and refuse");
        Check::pass(NAME, format!("{asked} the factory's key"))
    } else if !tolerated.is_empty() {
        let detail =
            format!("but for slots {}, accepted when the layout was learnt", list(&tolerated));
        Check::pass(NAME, detail)
    } else {
        Check::pass(NAME, "every slot holds the record's key")
    }
}

/// Whether every factory's key that was found is one that the layout has, accepted or not.
pub(super) fn factory_as_laid_out(subject: &Subject<'_>, proof: &Proof) -> bool {
    !factory_slots(subject).1.is_empty() && proof.opened().next().is_none()
}

/// The slots that hold the factory's key by the layout: those in which that was accepted, and the others.
fn factory_slots(subject: &Subject<'_>) -> (Vec<KeyNumber>, Vec<KeyNumber>) {
    let layout = &subject.layout.layout;
    let factory = |slot: &KeyNumber| layout.content(*slot) == SlotContent::Factory;
    KeyNumber::ALL.into_iter().filter(factory).partition(|slot| !layout.is_open(*slot))
}

fn slots(numbers: &[KeyNumber], one: &str, several: &str) -> String {
    match numbers {
        [slot] => format!("slot {slot} {one}"),
        slots => format!("slots {} {several}", list(slots)),
    }
}

fn list(slots: &[KeyNumber]) -> String {
    slots.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The files' settings, and what shows of how the chip as a whole is set.
fn settings_match(subject: &Subject<'_>, proof: &Proof) -> Check {
    const NAME: &str = "settings_match";
    let Some(card) = &subject.card else {
        return Check::skipped(NAME, "no record to compare with");
    };
    let wrong =
        subject.facts.files.iter().find(|(file, info)| card.shape.file(*file) != info.settings);
    let configuration = subject.layout.layout.configuration;
    match wrong {
        None if proof.suite.is_some_and(|suite| suite != configuration.suite) => {
            Check::fail(NAME, format!("the card is not in {} mode", configuration.suite))
        }
        None if configuration.random_uid && subject.facts.uid.is_some() => {
            Check::fail(NAME, "the card does not hide its UID")
        }
        None if !configuration.random_uid && subject.facts.uid.is_none() => {
            Check::fail(NAME, "the card hides its UID")
        }
        None => Check::pass(NAME, "all three files as planned"),
        Some((file, _)) => Check::fail(NAME, format!("{file} has other settings than planned")),
    }
}

/// Of a card that watches its loop, the loop is whole: by what the tap has signed, and by the card's own word,
/// which it gives to those whom the layout names.
fn tag_tamper(subject: &Subject<'_>, proof: &Proof) -> Check {
    const NAME: &str = tag_tamper::NAME;
    let Some(wanted) = subject.layout.layout.configuration.tag_tamper else {
        return Check::skipped(NAME, "the batch's cards watch no loop");
    };
    let Some(told) = proof.tag_tamper else {
        return Check::fail(NAME, "this chip has no loop");
    };
    let signed = subject.last_reading().and_then(|reading| reading.tag_tamper);
    match tag_tamper::worst(signed, Some(told)) {
        Some(status) if !status.is_intact() => tag_tamper::check(status),
        _ if !told.lets(wanted) => {
            Check::fail(NAME, format!("others than {wanted} may ask for the loop"))
        }
        Some(status) => tag_tamper::check(status),
        None => Check::skipped(NAME, "neither the tap nor the card says how its loop is"),
    }
}

/// No file can be written, or its rights changed, by anybody: freely, or with a factory's key that
/// nobody has accepted. A card that everybody can format is as good as one that everybody can write: what was on it
/// makes room for anything.
fn write_protected(subject: &Subject<'_>, proof: &Proof) -> Check {
    const NAME: &str = "write_protected";
    let layout = &subject.layout.layout;
    let open = |right: Access| match right {
        Access::Free => true,
        Access::Key(slot) => layout.is_open(slot),
        Access::Never => false,
    };
    let found = subject.facts.files.iter().find(|(_, info)| {
        let AccessRights { write, read_write, change, .. } = info.settings.rights;
        [write, read_write, change].into_iter().any(open)
    });
    match (found, proof.card_key) {
        (None, None) if subject.is_desfire() => {
            Check::skipped(NAME, "who can format the card was not asked")
        }
        (None, None) => Check::pass(NAME, "no file can be written without a key"),
        (None, Some(CardKeyProof::Ours)) => {
            Check::pass(NAME, "no file can be written, nor the card formatted, without a key")
        }
        (None, Some(CardKeyProof::Other)) => {
            let others = "no file can be written without a key; whoever has the card's own master key, which is not \
                          the record's, can format it";
            Check::pass(NAME, others)
        }
        (None, Some(CardKeyProof::Everybody)) => {
            Check::fail(NAME, "anybody can format the card: its own master key is as delivered")
        }
        (Some((file, _)), _) => {
            Check::fail(NAME, format!("anybody can write {file}, or change its rights"))
        }
    }
}

fn not_seen_before<E>(
    vault: &OpenVault,
    request: &Request<'_>,
    subject: &Subject<'_>,
) -> Result<Check, Error<E>> {
    let generation = subject.card.as_ref().map(|card| card.generation);
    let card = subject.uid().zip(subject.record);
    Ok(seen_before(vault, &request.batch.name, card, generation)?)
}

/// The check `not_seen_before` of a card and its record, if both are known.
pub(crate) fn seen_before(
    vault: &OpenVault,
    batch: &BatchName,
    card: Option<(Uid, RecordId)>,
    generation: Option<Generation>,
) -> Result<Check, tapsmith_store::Error> {
    const NAME: &str = "not_seen_before";
    let Some((uid, record)) = card else {
        return Ok(Check::skipped(NAME, "no UID or no record to look for"));
    };
    if let Some(card) = vault.card_by_uid(uid)?
        && (card.batch != *batch || card.record != record)
    {
        let detail =
            format!("the vault knows this UID as record {} of {}", card.record, card.batch);
        return Ok(Check::fail(NAME, detail));
    }
    // With older keys it is no second card of this one: the record was printed again.
    let is_twin = |card: &Card| card.uid != uid && Some(card.generation) >= generation;
    Ok(match vault.card_of_record(&vault.batch(batch)?, record)? {
        Some(card) if is_twin(&card) => {
            Check::fail(NAME, format!("the vault knows this record on card {}", card.uid))
        }
        _ => Check::pass(NAME, "no other card has this record, and this card no other"),
    })
}
