//! Lines: for whoever has no terminal, or wants none.

use std::io::{self, Write as _};

use serde::Serialize;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_desk::qa::class::Finding;
use tapsmith_desk::qa::event::Place;
use tapsmith_desk::qa::session::Card;
use tapsmith_desk::qa::tally::Tally;

use super::face::{Face, Notice, View, next_position};
use super::word::{Lines, Word};
use crate::args::Format;
use crate::command::qa::words::{self, Headline};
use crate::failure::Failure;
use crate::printer::{Printer, Versioned, stdout};

/// Says each thing once. Cards are data, and go to stdout; all else is talk.
pub(super) struct Plain {
    printer: Printer,
    lines: Lines,
    /// Whether somebody puts the cards down, and is told when.
    asks: bool,
    told: Option<u64>,
    cards: usize,
}

/// A card as a line of NDJSON.
#[derive(Debug, Serialize)]
struct Line<'c> {
    card: u32,
    verdict: String,
    #[serde(flatten)]
    place: &'c Place,
    record_id: Option<RecordId>,
    uid: Option<Uid>,
    findings: &'c [Finding],
    apdus: u32,
    milliseconds: u32,
}

impl Plain {
    pub(super) fn new(printer: Printer, asks: bool) -> Self {
        Self { printer, lines: Lines::listen(), asks, told: None, cards: 0 }
    }

    fn card(&self, view: &View<'_>, card: &Card) -> Result<(), Failure> {
        let mut out = stdout();
        match self.printer.format() {
            Format::Text | Format::Csv => {
                let progress = progress(view);
                let word = Headline::of(card).word();
                let who = words::who(card, view.session.plan().drawn_by);
                let seconds = words::seconds(card.seen.milliseconds);
                writeln!(out, "{word}  {who}  ({progress}, {seconds})")?;
                for reason in words::reasons(card) {
                    writeln!(out, "      {reason}")?;
                }
            }
            Format::Ndjson => {
                serde_json::to_writer(&mut out, &Versioned::of(&line(card)))?;
                writeln!(out)?;
            }
            // One value: it comes at the end.
            Format::Json => {}
        }
        Ok(out.flush()?)
    }
}

fn line(card: &Card) -> Line<'_> {
    let seen = &card.seen;
    Line {
        card: card.number,
        verdict: Headline::of(card).word().to_lowercase().replace(' ', "_"),
        place: &seen.place,
        record_id: seen.record,
        uid: seen.uid,
        findings: &seen.findings,
        apdus: seen.apdus,
        milliseconds: seen.milliseconds,
    }
}

fn progress(view: &View<'_>) -> String {
    let tally = Tally::of(view.session);
    format!("{} of {}", tally.inspected, view.session.plan().draw_size())
}

impl Face for Plain {
    fn show(&mut self, view: &View<'_>) -> Result<(), Failure> {
        let cards = view.session.cards();
        if self.told.is_none() {
            self.cards = cards.len();
        }
        for card in cards.get(self.cards..).unwrap_or_default() {
            self.card(view, card)?;
        }
        self.cards = cards.len();
        if self.told != Some(view.turn) {
            self.told = Some(view.turn);
            talk(view, self.asks)?;
        }
        Ok(())
    }

    fn words(&mut self) -> Result<Vec<Word>, Failure> {
        let mut words = Vec::new();
        while let Some(line) = self.lines.next() {
            match Word::of(&line) {
                Some(word) => words.push(word),
                None => {
                    writeln!(io::stderr(), "{line:?} is no word: m, u, c, x, q or an empty line")?;
                }
            }
        }
        Ok(words)
    }

    fn has_operator(&self) -> bool {
        false
    }
}

fn talk(view: &View<'_>, asks: bool) -> io::Result<()> {
    let mut err = io::stderr();
    match view.notice {
        Notice::Waiting | Notice::Taken if asks => {
            let next = next_position(view.session);
            let next = next.map_or_else(String::new, |unit| format!(" Next: position {unit}."));
            writeln!(err, "{}. Put a card on the reader.{next}", progress(view))
        }
        Notice::Waiting | Notice::Taken | Notice::Reading | Notice::Judged | Notice::Through => {
            Ok(())
        }
        Notice::Problem(sentence) => writeln!(err, "Not counted: {sentence}"),
        Notice::ReaderGone => writeln!(err, "The reader is gone. Plug it in again."),
        Notice::Done(said) => writeln!(err, "{said}"),
        Notice::Refused(sentence) => writeln!(err, "Not done: {sentence}"),
    }
}
