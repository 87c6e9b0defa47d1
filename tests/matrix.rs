//! What works with which reader: {family of readers} x {card} x {inspect, encode, verify}, each cell by
//! the real binary. `hardware-notes/matrix.md` is what comes out, so it cannot go stale; when it is
//! meant to change: `scripts/matrix`.
//!
//! A virtual card lies on a virtual reader of the family that the client is told. Both ends are ours.
//!
//! # Layout
//! - `row`: which cards, and as what they are encoded. `bench`: a vault, and cards to be used up.
//! - `trial`: the jobs, done. `judge`: what was said of a card. `cell`: what came of a job.
//! - `rules`: what a cell may be. `page`: the matrix in Markdown.

#[path = "matrix/bench.rs"]
mod bench;
#[path = "matrix/cell.rs"]
mod cell;
mod common;
#[path = "matrix/judge.rs"]
mod judge;
#[path = "matrix/page.rs"]
mod page;
#[path = "matrix/row.rs"]
mod row;
#[path = "matrix/rules.rs"]
mod rules;
#[path = "matrix/trial.rs"]
mod trial;

use std::fs;
use std::path::Path;

use rules::Known;

/// Set to `overwrite`, the test writes the page.
const VARIABLE: &str = "TAPSMITH_MATRIX";

/// What breaks a rule and is known to: what is mended is taken out here.
const KNOWN: [Known; 0] = [];

#[test]
fn the_matrix_is_written_down_and_keeps_its_rules() {
    let lines = trial::all();
    let faults = rules::faults(&lines);
    let page = page::page(&lines, &faults, &KNOWN);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hardware-notes/matrix.md");
    if std::env::var(VARIABLE).is_ok_and(|word| word == "overwrite") {
        fs::write(&file, &page).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page, "hardware-notes/matrix.md is stale: run scripts/matrix. Now:\n{page}");
    let unknown = faults.iter().filter(|fault| !KNOWN.iter().any(|known| known.covers(fault)));
    assert!(unknown.clone().count() == 0, "rules are broken: {:#?}", unknown.collect::<Vec<_>>());
    let mended = KNOWN.iter().filter(|known| !faults.iter().any(|fault| known.covers(fault)));
    assert!(mended.clone().count() == 0, "mended: {:#?}", mended.collect::<Vec<_>>());
}
