//! The sampling module against tables and values that were not made by it.

mod draw;
mod interval;
mod oc;
mod switching;
mod tables;
mod words;
mod zero;

use std::collections::BTreeMap;

use super::{Confidence, LotSize};
use tapsmith_testkit::vectors;

/// One row of a CSV file under `tests/vectors/iso2859`: its fields by the names of the columns.
type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let path = vectors::folder().join("iso2859").join(file).with_extension("csv");
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn lot(cards: u64) -> LotSize {
    cards.try_into().unwrap()
}

fn confidence(text: &str) -> Confidence {
    text.parse().unwrap()
}

/// Relative, or absolute where nothing was to be had.
#[track_caller]
fn assert_near(found: f64, wanted: f64, what: &impl std::fmt::Debug) {
    let off = (found - wanted).abs();
    assert!(off <= 1e-9 * wanted.abs(), "{found:e} is not {wanted:e}: {what:?}");
}
