//! From checks to defects, and from a card to the unit it is. Pure.

use tapsmith_core::batch::BatchName;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::class::{Class, Finding};
use super::event::Place;
use super::report::DrawnBy;
use super::session::{Card, Session, Stands};
use crate::check::{Check, Outcome};

/// Whose keys a card holds, as its tap shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// This record's: the one that the address names, if it names one.
    Record(RecordId),
    /// This record's, and the address names another, or is another.
    Misnamed(RecordId),
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
            Self::Record(record) | Self::Misnamed(record) => Some(*record),
            Self::Nobody(record) | Self::Unsaid(record) => *record,
            Self::OtherBatch(_) => None,
        }
    }
}

/// What is wrong with a card, worst first: each cause once, and not its consequences.
pub(super) fn findings(checks: &[Check], whose: &Whose) -> Vec<Finding> {
    let failed = |name: &str| {
        checks.iter().any(|check| check.name == name && check.outcome == Outcome::Fail)
    };
    let misnamed = matches!(whose, Whose::Misnamed(_));
    let no_address = failed("ndef") && matches!(whose, Whose::Unsaid(_)) || failed("chip");
    let is_consequence = |name: &str| match name {
        "base_url" | "record_id" => no_address,
        "sun_mac" => misnamed || matches!(whose, Whose::Unsaid(_)),
        "ndef" => failed("base_url") && !no_address || misnamed || failed("record_id"),
        // Judged by the record that the address names, and that it is not.
        "settings_match" | "not_seen_before" | "counter_advances" => misnamed,
        _ => false,
    };
    let mut findings: Vec<_> = checks
        .iter()
        .filter(|check| check.outcome == Outcome::Fail && !is_consequence(&check.name))
        .map(finding)
        .collect();
    if let Whose::Misnamed(record) = whose
        && !failed("base_url")
    {
        findings.retain(|finding| finding.name != "record_id");
        let detail = format!("the address names another record: the keys are those of {record}");
        findings.push(Finding { class: Class::Major, name: "record_id".to_owned(), detail });
    }
    // Where a base is wrong, the record cannot be read off the address.
    if failed("base_url") {
        findings.retain(|finding| finding.name != "record_id");
    }
    findings.sort_by_key(|finding| finding.class);
    findings
}

fn finding(check: &Check) -> Finding {
    let (name, detail) = (check.name.clone().into_owned(), check.detail.clone());
    Finding { class: class_of(&check.name), name, detail }
}

/// How bad it is if this check fails. What says that a card can be copied, or is a copy, is critical.
fn class_of(check: &str) -> Class {
    match check {
        "ndef" | "base_url" | "record_id" | "settings_match" | "write_protected" => Class::Major,
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
        // It is not ours to judge.
        findings.clear();
        return Place::OtherBatch { batch: batch.clone() };
    }
    let record = whose.record();
    if let Some(earlier) = uid.and_then(|uid| session.card_of_chip(uid)) {
        if is_again(earlier, record, findings) {
            return Place::Twice { card: earlier.number };
        }
        let was = format!("card {} had this UID", earlier.number);
        findings.insert(0, duplicate(was));
    }
    let twin = record.and_then(|record| {
        let twin = |card: &&Card| {
            card.stands() != Stands::Outside
                && card.seen.record == Some(record)
                && card.seen.uid != uid
        };
        session.cards().iter().find(twin)
    });
    if let (Some(twin), Some(record)) = (twin, record) {
        let known = findings.iter().any(|finding| finding.name == "not_seen_before");
        if !known {
            let was = format!("card {} had the keys of record {record}", twin.number);
            findings.insert(0, duplicate(was));
        }
    }
    match session.plan().drawn_by {
        DrawnBy::Record => by_record(session, record),
        DrawnBy::Position => by_position(session),
    }
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
