//! What is said to people about cards of a delivery.

use owo_colors::OwoColorize;
use tapsmith_desk::qa::class::{Class, Finding};
use tapsmith_desk::qa::event::Place;
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_desk::qa::session::Card;

/// What is said of the lot.
pub(super) fn verdict(verdict: LotVerdict) -> String {
    match verdict {
        LotVerdict::Accepted => "ACCEPTED".green().bold().to_string(),
        LotVerdict::Rejected => "REJECTED".red().bold().to_string(),
        LotVerdict::Unfinished => "not finished".yellow().to_string(),
    }
}

/// What is said of a card, in a word that nothing else begins with.
pub(super) fn headline(card: &Card) -> &'static str {
    match (&card.seen.place, card.class()) {
        _ if card.undone => "TAKEN BACK",
        (Place::Unit { .. } | Place::Unplaced, None) => "PASS",
        (Place::Unit { .. } | Place::Unplaced, Some(_)) => "FAIL",
        (Place::Twice { .. }, _) => "TWICE",
        (Place::NotDrawn, _) => "NOT DRAWN",
        (Place::OtherBatch { .. }, _) => "OTHER BATCH",
    }
}

/// Which card it is.
pub(super) fn who(card: &Card) -> String {
    let seen = &card.seen;
    let record = seen.record.map(|record| format!("record {record}"));
    let unit = match seen.place {
        Place::Unit { unit } if seen.record.is_none_or(|record| record.as_u64() != unit) => {
            Some(format!("position {unit}"))
        }
        _ => None,
    };
    let uid = seen.uid.map(|uid| format!("UID {uid}"));
    let said: Vec<_> = unit.into_iter().chain(record).chain(uid).collect();
    if said.is_empty() { "a card that says nothing".to_owned() } else { said.join(", ") }
}

/// What there is to say beside the headline, worst first.
pub(super) fn reasons(card: &Card) -> Vec<String> {
    let finding = |Finding { class, name, detail }: &Finding| match class {
        Class::Minor => format!("{class}: {detail}"),
        Class::Critical | Class::Major => format!("{class}: {name}: {detail}"),
    };
    let about = match &card.seen.place {
        Place::Twice { card } => Some(format!("it was judged as card {card}")),
        Place::NotDrawn => Some("it is not of the sample; nothing was counted".to_owned()),
        Place::OtherBatch { batch } => Some(format!("it is of batch {batch}; nothing was counted")),
        Place::Unplaced => Some("counted as one of the drawn cards, whichever it is".to_owned()),
        Place::Unit { .. } => None,
    };
    about.into_iter().chain(card.seen.findings.iter().map(finding)).collect()
}
