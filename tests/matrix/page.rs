//! The matrix in Markdown.

use tapsmith_reader::family::Family;

use crate::cell::{Cell, Refusal};
use crate::rules::{Fault, Known};
use crate::trial::{Job, Line};

const HEAD: &str = "\
# What works with which reader

Each cell is what the program did, with a virtual card on a virtual reader of that family. This page is written by
`scripts/matrix`; a test does the same again and fails if a word here is not so. Do not edit it.

**What it can show.** Which family is asked for what, what is refused and in which words, that a refusal leaves the card
as it was and names a reader that could, and that a card encoded through one reader verifies through another (`acs`).

**What it cannot show.** That a real reader or a real chip does the same: there is no silicon here. The client, the reader
and the chip are all ours. They are written apart from each other, and each is judged by manuals, data sheets and published
dialogues (`readers.md`, `ntag424-dna.md`, `ntag21x.md`, `ultralight.md`), not by the other; but where we read a manual wrongly at
both ends, this page is wrong with it. Where the manuals leave something open, the virtual reader has one of the
ways only: its `omnikey` reaches pages up to 15, and `identiv`, `elatec` and `generic` have no transparent session. Of the
two sizes of an Ultralight EV1 there is the larger one.

**How to read it.** *works*: it ended with 0. *refused 6*: it did not, with this exit code, and the card is as it was.
*half-way*: it did not, and the card is not as it was. *wrong*: what was said is not true. *no card*: `acs` could not encode one
to look at. *no batch*: there is no profile for the chip yet. Numbers lead to the notes at the end.

Profiles `sun-...` make signed addresses, the others plain ones; `...-password`, `ultralight-url` and `classic-key` set a
password, or a key where the chip has one. What no command undoes was confirmed with `--yes`. Encoded cards were encoded by `acs`.
";

/// What stands behind the numbers, each once.
#[derive(Debug, Default)]
struct Notes(Vec<String>);

/// The whole page.
pub(crate) fn page(lines: &[Line], faults: &[Fault], known: &[Known]) -> String {
    let mut notes = Notes::default();
    let tables = Job::ALL.map(|job| table(job, lines, &mut notes));
    let faults = wrong(faults, known);
    let notes = (1..).zip(notes.0).map(|(number, note)| format!("{number}. {note}"));
    let notes = notes.collect::<Vec<_>>().join("\n");
    let tables = tables.join("\n\n");
    format!("{HEAD}\n{tables}\n\n## What should not be so\n\n{faults}\n\n## Notes\n\n{notes}\n")
}

/// What breaks a rule, under the reason for it.
fn wrong(faults: &[Fault], known: &[Known]) -> String {
    let of = |known: &Known| {
        let faults = faults.iter().filter(|fault| known.covers(fault));
        let faults = faults.map(|fault| {
            let Fault { place, what, families, .. } = fault;
            format!("- {place}: {what} ({})", families.join(", "))
        });
        format!("{}\n\n{}", known.why, faults.collect::<Vec<_>>().join("\n"))
    };
    if known.is_empty() {
        return "Nothing is known.".to_owned();
    }
    known.iter().map(of).collect::<Vec<_>>().join("\n\n")
}

fn table(job: Job, lines: &[Line], notes: &mut Notes) -> String {
    let families = Family::ALL.map(Family::name).join(" | ");
    let rule = "---|".repeat(Family::ALL.len() + 1);
    let mut rows = vec![format!("## {job}\n\n| card | {families} |\n|{rule}")];
    for line in lines.iter().filter(|line| line.job == job) {
        let cells: Vec<_> = line.cells.iter().map(|cell| in_words(cell, notes)).collect();
        rows.push(format!("| {} | {} |", line.card, cells.join(" | ")));
    }
    rows.join("\n")
}

fn in_words(cell: &Cell, notes: &mut Notes) -> String {
    match cell {
        Cell::Works(open) if open.is_empty() => "works".to_owned(),
        Cell::Works(open) => format!("works {}", notes.number(open.join("; "))),
        Cell::Refused(refusal) => refused("refused", refusal, notes),
        Cell::HalfWay(refusal) => refused("**half-way**", refusal, notes),
        Cell::Wrong(why) => format!("**wrong** {}", notes.number(why.clone())),
        Cell::NoCard => "no card".to_owned(),
        Cell::NoBatch(why) => format!("no batch {}", notes.number(why.clone())),
    }
}

fn refused(word: &str, refusal: &Refusal, notes: &mut Notes) -> String {
    let exit = refusal.exit.map_or_else(|| "killed".to_owned(), |code| code.to_string());
    let hint = refusal.hint.as_ref().map_or_else(String::new, |hint| format!("<br>hint: {hint}"));
    let note = format!("error: {}{hint}", refusal.reason);
    format!("{word} {exit} {}", notes.number(note))
}

impl Notes {
    /// The note's number, in brackets.
    fn number(&mut self, note: String) -> String {
        let known = self.0.iter().position(|known| *known == note);
        let index = known.unwrap_or_else(|| {
            self.0.push(note);
            self.0.len() - 1
        });
        format!("[{}]", index + 1)
    }
}
