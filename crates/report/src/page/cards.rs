//! Cards that a reader must see one by one.

use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::report::{CardLine, Counted, Report};

use crate::words;

/// A card with its heading.
#[derive(Debug)]
pub(super) struct FailedCard<'r> {
    pub(super) card: &'r CardLine,
    /// What it was judged as, or what it showed.
    pub(super) name: String,
    /// The worst that was found.
    pub(super) class: Option<Class>,
    /// What became of it.
    pub(super) counted: String,
}

/// All with a finding, the worst first; then those that are not in the sample, and say so: a copy is a copy, drawn or
/// not.
pub(super) fn failed(report: &Report) -> Vec<FailedCard<'_>> {
    let mut cards: Vec<_> = report
        .cards
        .iter()
        .filter(|card| !card.findings.is_empty() && is_judged(&card.counted))
        .map(|card| named(report, card))
        .collect();
    cards.sort_by_key(|failed| {
        let outside = failed.card.counted != Counted::Yes;
        (outside, failed.class, failed.card.unit, failed.card.number)
    });
    cards
}

/// What another batch's card has wrong by this batch's keys is no defect of it; a card put down twice was told.
fn is_judged(counted: &Counted) -> bool {
    matches!(counted, Counted::Yes | Counted::NotDrawn)
}

/// All that were put down and are in no number of this report.
pub(super) fn uncounted(report: &Report) -> Vec<FailedCard<'_>> {
    let others = report.cards.iter().filter(|card| card.counted != Counted::Yes);
    others.map(|card| named(report, card)).collect()
}

fn named<'r>(report: &Report, card: &'r CardLine) -> FailedCard<'r> {
    let name = match (card.unit, card.record) {
        (Some(unit), _) => format!("{} {unit}", words::drawn(report.sampling.drawn_by)),
        (None, Some(record)) => format!("record {record}"),
        (None, None) => format!("card {}", card.number),
    };
    let counted = words::counted(&card.counted);
    FailedCard { card, name, class: words::worst(card), counted }
}
