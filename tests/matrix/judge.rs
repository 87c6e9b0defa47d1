//! What the program says of a card, beside what it says through the most able reader.

use serde_json::Value;
use tapsmith_picc::VirtualKind;

use crate::cell::Cell;
use crate::common::Run;

/// Of `card inspect`, which ended well.
pub(crate) fn inspected(chip: VirtualKind, run: &Run, best: &Run) -> Cell {
    let (said, best) = (run.json(), best.json());
    let named = text(&said, "chip");
    let is_certain = said.get("chip_is_certain").and_then(Value::as_bool).unwrap_or(true);
    // An NTAG 424 DNA has no longer name on the command line.
    let is_right = named == chip.name() || named.strip_suffix("dna") == Some(chip.name());
    if is_certain && !is_right {
        return Cell::Wrong(format!("it is taken for an {named}"));
    }
    let mut notes = Vec::new();
    if !is_certain {
        notes.push(format!("the chip is a guess: {named}"));
    }
    let pages = |said: &Value| said.get("readable_pages").and_then(Value::as_u64);
    if let (Some(pages), true) = (pages(&said), pages(&said) != pages(&best)) {
        notes.push(format!("{pages} pages are read"));
    }
    let not_asked: Vec<_> = list(&said, "not_asked").iter().filter_map(Value::as_str).collect();
    if !not_asked.is_empty() {
        notes.push(format!("not asked: {}", not_asked.join(", ")));
    }
    Cell::Works(notes)
}

/// Of `card verify`, with a verdict. The card is good.
pub(crate) fn verified(run: &Run, best: &Run) -> Cell {
    if run.code != Some(0) {
        return Cell::Wrong(format!("a good card is not good: {}", failed(run)));
    }
    let (said, best) = (run.json(), best.json());
    let here = list(&said, "checks").iter();
    let skipped = here.filter(|check| text(check, "outcome") == "skipped");
    let only_here = skipped.filter(|check| !list(&best, "checks").contains(check));
    Cell::Works(only_here.map(|check| in_words("skipped", check)).collect())
}

/// The checks that failed.
pub(crate) fn failed(run: &Run) -> String {
    let said = run.json();
    let failed = list(&said, "checks").iter().filter(|check| text(check, "outcome") == "fail");
    failed.map(|check| in_words("fails", check)).collect::<Vec<_>>().join("; ")
}

fn in_words(outcome: &str, check: &Value) -> String {
    format!("`{}` {outcome}: {}", text(check, "name"), text(check, "detail"))
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
