//! The jobs, done.

#![expect(clippy::unwrap_used, reason = "a test whose thread stopped has to stop too")]

use std::fmt;
use std::thread;

use tapsmith_picc::VirtualKind;
use tapsmith_reader::family::Family;

use crate::bench::{Bench, Card};
use crate::cell::{Cell, Refusal, line};
use crate::common::Run;
use crate::judge::{failed, inspected, verified};
use crate::row::{Profile, profiles};

/// What is done with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    InspectBlank,
    Encode,
    EncodeFast,
    InspectEncoded,
    Verify,
}

/// One job with one card, on a reader of every family.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) job: Job,
    /// The chip, and what it is encoded as.
    pub(crate) card: String,
    /// In the order of [`Family::ALL`].
    pub(crate) cells: Vec<Cell>,
}

/// The reader that can do most, by the manuals: it makes the cards that others look at.
const MOST_ABLE: Family = Family::Acs;

impl Job {
    pub(crate) const ALL: [Self; 5] =
        [Self::InspectBlank, Self::Encode, Self::EncodeFast, Self::InspectEncoded, Self::Verify];
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::InspectBlank => "inspect, a blank card",
            Self::Encode => "encode",
            Self::EncodeFast => "encode --fast",
            Self::InspectEncoded => "inspect, an encoded card",
            Self::Verify => "verify",
        })
    }
}

impl Line {
    fn new(job: Job, card: &str, cells: Vec<Cell>) -> Self {
        Self { job, card: card.to_owned(), cells }
    }

    fn all_alike(job: Job, card: &str, cell: &Cell) -> Self {
        Self::new(job, card, Family::ALL.map(|_| cell.clone()).to_vec())
    }

    /// Each family, and what came of the job on its reader.
    pub(crate) fn by_family(&self) -> impl Iterator<Item = (Family, &Cell)> {
        Family::ALL.into_iter().zip(&self.cells)
    }
}

/// Every job with every card on every reader.
pub(crate) fn all() -> Vec<Line> {
    let of_chips = VirtualKind::ALL.map(|chip| thread::spawn(move || of_chip(chip)));
    of_chips.into_iter().flat_map(|lines| lines.join().unwrap()).collect()
}

fn of_chip(chip: VirtualKind) -> Vec<Line> {
    let mut bench = Bench::new(chip);
    let blank = bench.blank();
    let cells = look(&mut bench, "inspect", &blank, |run, best| inspected(chip, run, best));
    let mut lines = vec![Line::new(Job::InspectBlank, chip.name(), cells)];
    for profile in profiles(chip) {
        lines.extend(of_profile(&mut bench, chip, &profile));
    }
    lines
}

fn of_profile(bench: &mut Bench, chip: VirtualKind, profile: &Profile) -> Vec<Line> {
    let row = format!("{chip}, `{}`", profile.name);
    let batch = bench.batch(profile);
    if batch.code != Some(0) {
        let none = Cell::NoBatch(line(&batch, "error: ").unwrap_or_default());
        let jobs = Job::ALL.into_iter().filter(|job| *job != Job::InspectBlank);
        return jobs.map(|job| Line::all_alike(job, &row, &none)).collect();
    }
    let mut lines = Vec::new();
    for (job, how) in [(Job::Encode, ""), (Job::EncodeFast, " --fast")] {
        let cells = Family::ALL.map(|family| encode(bench, profile, how, family).0);
        lines.push(Line::new(job, &row, cells.to_vec()));
    }
    let cells = lines.iter().flat_map(|line| &line.cells);
    let half_way = cells.filter(|cell| matches!(cell, Cell::HalfWay(_))).count();
    assert_eq!(bench.begun(&profile.name), half_way, "{row}: records that were taken for nothing");
    lines.extend(of_encoded(bench, chip, profile, &row));
    lines
}

/// What is done with a card that the most able reader encoded.
fn of_encoded(bench: &mut Bench, chip: VirtualKind, profile: &Profile, row: &str) -> [Line; 2] {
    let (made, card) = encode(bench, profile, "", MOST_ABLE);
    if !made.works() {
        let none = |job| Line::all_alike(job, row, &Cell::NoCard);
        return [Job::InspectEncoded, Job::Verify].map(none);
    }
    let seen = look(bench, "inspect", &card, |run, best| inspected(chip, run, best));
    let judged = look(bench, &format!("verify --batch {}", profile.name), &card, verified);
    [Line::new(Job::InspectEncoded, row, seen), Line::new(Job::Verify, row, judged)]
}

/// A blank card, encoded. One that is said to be good has to verify.
fn encode(bench: &mut Bench, profile: &Profile, how: &str, family: Family) -> (Cell, Card) {
    let card = bench.blank();
    let batch = &profile.name;
    let (run, changed) = attempt(bench, &format!("encode --batch {batch}{how}"), &card, family);
    let cell = if run.code == Some(0) {
        let copy = bench.copy(&card);
        let judged = bench.card(&format!("verify --batch {batch}"), &copy, MOST_ABLE);
        match judged.code {
            Some(0) => Cell::Works(Vec::new()),
            _ => Cell::Wrong(format!("what it made does not verify: {}", failed(&judged))),
        }
    } else {
        not_done(&run, family, changed)
    };
    (cell, card)
}

/// A job that changes nothing, done with copies of one card. `judge` has what was said, and beside it what was said
/// through the most able reader.
fn look(
    bench: &mut Bench,
    verb: &str,
    card: &Card,
    judge: impl Fn(&Run, &Run) -> Cell,
) -> Vec<Cell> {
    let mut on_copy = |family| {
        let copy = bench.copy(card);
        attempt(bench, verb, &copy, family)
    };
    let (best, _) = on_copy(MOST_ABLE);
    let cells = Family::ALL.map(|family| match on_copy(family) {
        (run, _) if matches!(run.code, Some(0 | 1)) => judge(&run, &best),
        (run, changed) => not_done(&run, family, changed),
    });
    cells.to_vec()
}

fn not_done(run: &Run, family: Family, changed: bool) -> Cell {
    let refusal = Refusal::of(run, family);
    if changed { Cell::HalfWay(refusal) } else { Cell::Refused(refusal) }
}

/// What came of it, and whether the card's memory is another one now.
fn attempt(bench: &Bench, verb: &str, card: &Card, family: Family) -> (Run, bool) {
    let before = bench.memory(card);
    let run = bench.card(verb, card, family);
    (run, bench.memory(card) != before)
}
