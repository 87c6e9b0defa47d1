//! What is said to people about cards of a delivery.

use owo_colors::OwoColorize;
use tapsmith_desk::qa::class::{Class, Finding};
use tapsmith_desk::qa::event::Place;
use tapsmith_desk::qa::report::{DrawnBy, LotVerdict};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headline {
    Pass,
    Fail,
    Twice,
    NotDrawn,
    OtherBatch,
    TakenBack,
}

impl Headline {
    /// What is said of `card`.
    pub(crate) fn of(card: &Card) -> Self {
        match (&card.seen.place, card.class()) {
            _ if card.undone => Self::TakenBack,
            (Place::Unit { .. } | Place::Unplaced, None) => Self::Pass,
            (Place::Unit { .. } | Place::Unplaced, Some(_)) => Self::Fail,
            (Place::Twice { .. }, _) => Self::Twice,
            (Place::NotDrawn, _) => Self::NotDrawn,
            (Place::OtherBatch { .. }, _) => Self::OtherBatch,
        }
    }

    /// The word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Twice => "TWICE",
            Self::NotDrawn => "NOT DRAWN",
            Self::OtherBatch => "OTHER BATCH",
            Self::TakenBack => "TAKEN BACK",
        }
    }
}

/// Which card it is. A drawn record is the card's own, and is not said twice.
pub(crate) fn who(card: &Card, drawn_by: DrawnBy) -> String {
    let seen = &card.seen;
    let unit = match (drawn_by, &seen.place) {
        (DrawnBy::Position, Place::Unit { unit }) => Some(format!("position {unit}")),
        _ => None,
    };
    let record = seen.record.map(|record| format!("record {record}"));
    let uid = seen.uid.map(|uid| format!("UID {uid}"));
    let said: Vec<_> = unit.into_iter().chain(record).chain(uid).collect();
    if said.is_empty() { "a card that says nothing".to_owned() } else { said.join(", ") }
}

/// How long a card took.
pub(crate) fn seconds(milliseconds: u32) -> String {
    format!("{:.1} s", f64::from(milliseconds) / 1000.0)
}

/// What there is to say beside the headline, worst first.
pub(crate) fn reasons(card: &Card) -> Vec<String> {
    if card.undone {
        return vec!["it no longer counts; put down again, it is judged anew".to_owned()];
    }
    let finding = |Finding { class, name, detail }: &Finding| match class {
        Class::Minor => format!("{class}: {detail}"),
        Class::Critical | Class::Major => format!("{class}: {name}: {detail}"),
    };
    let about = match &card.seen.place {
        // What fails by another batch's keys is no defect.
        Place::OtherBatch { batch } => {
            return vec![format!("it is of batch {batch}; nothing was counted")];
        }
        Place::Twice { card } => Some(format!("it was judged as card {card}")),
        Place::NotDrawn => Some("it is not of the sample; nothing was counted".to_owned()),
        Place::Unplaced | Place::Unit { .. } => None,
    };
    let counted = matches!(card.seen.place, Place::Unplaced)
        .then(|| "counted as one of the drawn cards, whichever it is".to_owned());
    about.into_iter().chain(card.seen.findings.iter().map(finding)).chain(counted).collect()
}
