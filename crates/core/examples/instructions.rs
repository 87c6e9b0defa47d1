//! What callgrind counts: so many rounds of 1024 taps, or keys, one way. `scripts/bench` runs this under valgrind.

#![expect(clippy::unwrap_used, reason = "what cannot be counted has to stop")]

#[path = "../benches/peer/mod.rs"]
mod peer;

use std::hint::black_box;

use peer::{Case, Taps, derived_by_them, deriver, records};
use tapsmith_core::derive::ts1::{Owner, Role};
use tapsmith_core::record::Generation;

fn main() {
    let [case, way, rounds] = std::env::args().skip(1).collect::<Vec<_>>().try_into().unwrap();
    let rounds: u32 = rounds.parse().unwrap();
    if case == "derive" {
        return (0..rounds).for_each(|_| derive(&way));
    }
    let (_, case) = Case::ALL.into_iter().find(|(name, _)| *name == case).unwrap();
    let taps = Taps::of(case);
    for _ in 0..rounds {
        match way.as_str() {
            "ntag424" => taps.by_them(),
            "bare" => taps.bare(),
            "one tap" => taps.one_by_one(),
            _ => taps.at_once(),
        }
    }
}

fn derive(way: &str) {
    let owners: Vec<_> =
        records().iter().map(|record| (Generation::default(), Owner::Record(record))).collect();
    if way == "ntag424" {
        for record in records().iter() {
            black_box(derived_by_them(Role::FileRead, record));
        }
    } else {
        black_box(deriver().keys(Role::FileRead, &owners));
    }
}
