//! From checks to defects, and from a card to the unit it is. Pure.

use tapsmith_card::originality::Originality;
use tapsmith_core::batch::BatchName;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::class::{Class, Finding};
use super::event::Place;
use super::report::DrawnBy;
use super::session::{Card, Session, Stands};
use crate::check::{Check, Outcome};
use crate::trust::VirtualCards;
use crate::verify::Verified;

/// Whose keys a card holds, as its tap shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// This record's: the one that the address names, if it names one.
    Record(RecordId),
    /// This record's, and the address names another, or is another.
    Misnamed {
        /// The record.
        record: RecordId,
        /// The chip that made the tap, if it is not this one.
        made_by: Option<Uid>,
    },
    /// A record's of another batch.
    OtherBatch(BatchName),
    /// Nobody's here; the record that it names all the same.
    Nobody(Option<RecordId>),
    /// That cannot be told: there is no tap to tell it by.
    Unsaid(Option<RecordId>),
}

impl Whose {
    /// The record that it is, or says it is.
    pub(super) fn record(&self) -> Option<RecordId> {
        match self {
            Self::Record(record) | Self::Misnamed { record, .. } => Some(*record),
            Self::Nobody(record) | Self::Unsaid(record) => *record,
            Self::OtherBatch(_) => None,
        }
    }
}

/// What is wrong with a card, worst first: each cause once, and not its consequences. Never nothing, if a check
/// failed.
pub(super) fn findings(verified: &Verified, whose: &Whose) -> Vec<Finding> {
    // What a whole delivery has by its layout is no defect of one card: the plan says it once.
    let expected =
        |check: &Check| check.name == "factory_keys_gone" && verified.factory_as_laid_out;
    let failed: Vec<_> = verified
        .checks
        .iter()
        .filter(|check| check.outcome == Outcome::Fail && !expected(check))
        .collect();
    let fails = |name: &str| failed.iter().any(|check| check.name == name);
    let says_nothing = fails("ndef") && verified.url.is_none();
    let causes = |name: &str| match name {
        // A chip that shows no address is not the better for what else it lacks.
        "base_url" => says_nothing,
        // One that hides its UID says who signed it to whoever opens it, and something else kept it shut.
        "originality" => failed.contains(&&VirtualCards::Refuse.check(Originality::Unchecked)),
        "record_id" => {
            fails("base_url")
                || matches!(whose, Whose::Misnamed { .. })
                || is_nameless_stranger(verified, whose)
        }
        "ndef" => verified.url.is_some() && (fails("base_url") || fails("record_id")),
        "sun_mac" => matches!(whose, Whose::Misnamed { .. } | Whose::Unsaid(_)),
        "settings_match" => {
            says_nothing || fails("write_protected") || is_other_chip(&fails, whose)
        }
        "write_protected" => says_nothing || is_other_chip(&fails, whose),
        "keys_installed" => fails("factory_keys_gone") || is_other_chip(&fails, whose),
        "factory_keys_gone" => is_other_chip(&fails, whose),
        "counter_advances" => fails("uid_matches") || matches!(whose, Whose::Misnamed { .. }),
        "not_seen_before" => {
            FORGED.into_iter().any(fails) || matches!(whose, Whose::Misnamed { .. })
        }
        _ => false,
    };
    let mut findings: Vec<_> =
        failed.iter().filter(|check| !causes(&check.name)).map(|check| finding(check)).collect();
    findings.extend(misnamed(whose, fails("base_url")));
    if findings.is_empty() {
        findings = failed.into_iter().map(finding).collect();
    }
    findings.sort_by_key(|finding| finding.class);
    findings
}

/// What fails if a card does not hold the keys of the record that it says it is: such a card is no second one of
/// its record, but a forgery.
const FORGED: [&str; 4] = ["uid_matches", "counter_advances", "sun_mac", "keys_installed"];

pub(super) fn is_forged(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| FORGED.contains(&finding.name.as_str()))
}

/// Whether the tap was made by another chip, so that nothing that was planned for that one can be here; or whether
/// the card was judged as a record that it is not.
fn is_other_chip(fails: &impl Fn(&str) -> bool, whose: &Whose) -> bool {
    fails("uid_matches") || fails("counter_advances") || matches!(whose, Whose::Misnamed { .. })
}

/// Whether only the keys could have said which record the card is, and they are not the batch's.
fn is_nameless_stranger(verified: &Verified, whose: &Whose) -> bool {
    verified.record_id.is_none() && matches!(whose, Whose::Nobody(_) | Whose::OtherBatch(_))
}

/// What is wrong with the tap of a card whose address does not say whose it is.
fn misnamed(whose: &Whose, other_start: bool) -> Option<Finding> {
    match whose {
        Whose::Misnamed { record, made_by: Some(uid) } => {
            let detail = format!("its tap was made by card {uid} of record {record}");
            Some(Finding { class: Class::Critical, name: "uid_matches".to_owned(), detail })
        }
        Whose::Misnamed { record, made_by: None } if !other_start => {
            let detail = format!("the card names another record: the keys are those of {record}");
            Some(Finding { class: Class::Major, name: "record_id".to_owned(), detail })
        }
        _ => None,
    }
}

fn finding(check: &Check) -> Finding {
    let (name, detail) = (check.name.clone().into_owned(), check.detail.clone());
    Finding { class: class_of(&check.name), name, detail }
}

/// How bad it is if this check fails. What says that a card can be copied, or is a copy, is critical.
fn class_of(check: &str) -> Class {
    match check {
        "chip" | "ndef" | "base_url" | "record_id" | "settings_match" | "tag_tamper"
        | "write_protected" => Class::Major,
        _ => Class::Critical,
    }
}

/// What a card is to the sample, and whether its chip or its record was there before.
pub(super) fn place(
    session: &Session,
    uid: Option<Uid>,
    whose: &Whose,
    findings: &mut Vec<Finding>,
) -> Place {
    if let Whose::OtherBatch(batch) = whose {
        return Place::OtherBatch { batch: batch.clone() };
    }
    let record = whose.record();
    let same_chip: Vec<_> = uid.into_iter().flat_map(|uid| session.cards_of_chip(uid)).collect();
    if let Some(again) = same_chip.iter().find(|earlier| is_again(earlier, record, findings)) {
        return Place::Twice { card: again.number };
    }
    if let Some(earlier) = same_chip.first() {
        if findings.iter().all(|finding| finding.class != Class::Critical) {
            findings.insert(0, duplicate(format!("card {} had this UID", earlier.number)));
        }
    } else if let Some((twin, record)) = twin(session, uid, record, findings) {
        let was = format!("card {} had the keys of record {record}", twin.number);
        findings.insert(0, duplicate(was));
    }
    match session.plan().drawn_by {
        DrawnBy::Record => by_record(session, record),
        DrawnBy::Position => by_position(session),
    }
}

/// An earlier card with the keys of `record`, if that is not known already. What is forged is no twin, and has none:
/// a good card is not the worse for a copy that came before it.
fn twin<'s>(
    session: &'s Session,
    uid: Option<Uid>,
    record: Option<RecordId>,
    findings: &[Finding],
) -> Option<(&'s Card, RecordId)> {
    let record = record?;
    let known = findings.iter().any(|finding| finding.name == "not_seen_before");
    if known || uid.is_none() || is_forged(findings) {
        return None;
    }
    let is_twin = |card: &&Card| {
        card.stands() != Stands::Outside
            && card.seen.record == Some(record)
            && card.seen.uid != uid
            && !is_forged(&card.seen.findings)
    };
    session.cards().iter().find(is_twin).map(|twin| (twin, record))
}

/// The same card with nothing new to say, and not another chip with its UID.
fn is_again(earlier: &Card, record: Option<RecordId>, findings: &[Finding]) -> bool {
    let known =
        |finding: &Finding| earlier.seen.findings.iter().any(|before| before.name == finding.name);
    earlier.seen.record == record && findings.iter().all(known)
}

fn duplicate(detail: String) -> Finding {
    Finding { class: Class::Critical, name: "duplicate".to_owned(), detail }
}

fn by_record(session: &Session, record: Option<RecordId>) -> Place {
    let drawn = |record: &RecordId| session.plan().drawn.contains(&record.as_u64());
    match record {
        Some(record) if drawn(&record) => Place::Unit { unit: record.as_u64() },
        None if room(session) => Place::Unplaced,
        Some(_) | None => Place::NotDrawn,
    }
}

/// Whether a card that says nothing could be one of those still missing.
pub(super) fn room(session: &Session) -> bool {
    session.unplaced().count() < session.open_units().len()
}

/// Cards are taken from the delivery in the order of their positions.
fn by_position(session: &Session) -> Place {
    match session.open_units().first() {
        Some(unit) => Place::Unit { unit: *unit },
        None => Place::NotDrawn,
    }
}
