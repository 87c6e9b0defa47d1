//! Values in words, the same on the page, in CSV and in JUnit. Templates give references to fields, code gives
//! values: both fit.

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tapsmith_desk::qa::class::{Class, Finding};
use tapsmith_desk::qa::report::{CardLine, Counted, DrawnBy};

/// The worst that was found of a card.
pub(crate) fn worst(card: &CardLine) -> Option<Class> {
    card.findings.iter().map(|finding| finding.class).min()
}

pub(crate) fn finding(finding: &Finding) -> String {
    format!("{} {}: {}", finding.class, finding.name, finding.detail)
}

pub(crate) fn counted(counted: &Counted) -> String {
    match counted {
        Counted::Yes => "counted".to_owned(),
        Counted::Twice => "twice".to_owned(),
        Counted::NotDrawn => "not drawn".to_owned(),
        Counted::OtherBatch(batch) => format!("other batch {batch}"),
        Counted::Undone => "undone".to_owned(),
    }
}

pub(crate) fn drawn(by: DrawnBy) -> &'static str {
    match by {
        DrawnBy::Record => "record",
        DrawnBy::Position => "position",
    }
}

/// RFC 3339 in UTC, without what nobody reads: `2026-11-22 09:30 UTC`.
pub(crate) fn time(at: impl Borrow<Timestamp>) -> String {
    at.borrow().to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A share as a percentage: two places, three below 0.1 %.
pub(crate) fn percent(share: impl Borrow<f64>) -> String {
    let percent = share.borrow() * 100.0;
    let text = if percent.abs() < 0.1 { format!("{percent:.3}") } else { format!("{percent:.2}") };
    let short = text.trim_end_matches('0').trim_end_matches('.');
    format!("{short}\u{a0}%")
}

/// A count with commas: `3,201`.
pub(crate) fn grouped(count: impl Borrow<u64>) -> String {
    let digits = count.borrow().to_string();
    let places = digits.len();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (places - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 card`, `2 cards`, with commas.
pub(crate) fn counted_things(count: impl Borrow<u64>, thing: &str) -> String {
    let plural = if *count.borrow() == 1 { "" } else { "s" };
    format!("{}\u{a0}{thing}{plural}", grouped(count))
}

/// Milliseconds, as people say them: `1.4 s`.
pub(crate) fn seconds(milliseconds: impl Borrow<u32>) -> String {
    let tenths = milliseconds.borrow().saturating_add(50) / 100;
    format!("{}.{}\u{a0}s", tenths / 10, tenths % 10)
}
