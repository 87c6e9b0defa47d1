//! `reader list`

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_card::field::Abilities;
use tapsmith_reader::family::Family;
use tapsmith_reader::pcsc::{Presence, ReaderInfo, readers};

use super::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::{Report, table};

#[derive(Debug, Serialize)]
struct List {
    readers: Vec<Shown>,
    /// Whether people are told what each can do. Programs always are.
    #[serde(skip)]
    verbose: bool,
}

#[derive(Debug, Serialize)]
struct Shown {
    name: String,
    usable: bool,
    slot: String,
    card: &'static str,
    family: &'static str,
    family_by: FamilyBy,
    abilities: Abilities,
    signals: bool,
    skipped_because: Option<String>,
}

/// What said of which family a reader is.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum FamilyBy {
    /// A part of its name.
    Name,
    /// Nothing: no name that is known here.
    Nothing,
    /// `--reader-profile`.
    Option,
}

impl Shown {
    fn of(reader: &ReaderInfo, said: Option<Family>) -> Self {
        let family = said.unwrap_or_else(|| reader.name.family());
        let family_by = match (said, family) {
            (Some(_), _) => FamilyBy::Option,
            (None, Family::Generic) => FamilyBy::Nothing,
            (None, _) => FamilyBy::Name,
        };
        let usable = !reader.slot.is_skipped();
        Self {
            name: reader.name.to_string(),
            usable,
            slot: reader.slot.to_string(),
            card: match reader.presence {
                Presence::Empty => "none",
                Presence::Card { .. } => "present",
                Presence::Mute => "does not answer",
                Presence::Unavailable => "unknown",
            },
            family: family.name(),
            family_by,
            abilities: family.abilities(),
            signals: family.signal(true).is_some(),
            skipped_because: (!usable).then(|| format!("{}: no card lies there", reader.slot)),
        }
    }

    fn row(&self) -> [String; 4] {
        let used = if self.usable { "yes" } else { "no" };
        [self.name.clone(), used.to_owned(), self.slot.clone(), self.card.to_owned()]
    }

    fn details(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{}", self.name)?;
        if let Some(reason) = &self.skipped_because {
            return writeln!(out, "  passed over   {reason}");
        }
        let by = match self.family_by {
            FamilyBy::Name => "by its name",
            FamilyBy::Nothing => "its name says nothing; --reader-profile can",
            FamilyBy::Option => "by --reader-profile",
        };
        let Abilities { raw_frames, highest_page, longest_apdu, .. } = self.abilities;
        let frames = if raw_frames { "any command" } else { "READ and WRITE, as far as is known" };
        let signal = if self.signals { "light and sound" } else { "none" };
        writeln!(out, "  family        {}, {by}", self.family)?;
        writeln!(out, "  Type 2 cards  {frames}; pages 0 to {highest_page}")?;
        writeln!(out, "  longest APDU  {longest_apdu} bytes")?;
        writeln!(out, "  signal        {signal}")
    }
}

impl Report for List {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.readers.is_empty() {
            return writeln!(out, "No readers. Plug one in, or use --reader virtual:FILE.");
        }
        let rows = self.readers.iter().map(Shown::row);
        writeln!(out, "{}", table(["reader", "used", "slot", "card"], rows))?;
        let mut shown = self.readers.iter().filter(|_| self.verbose);
        shown.try_for_each(|reader| reader.details(out))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.readers.iter().map(serde_json::to_value).collect()
    }
}

/// Lists the readers of the PC/SC service. None is no error. What each can do is its family's manual's word: nothing is
/// asked of them here.
pub(crate) fn list(context: &Context) -> Outcome {
    let (said, verbose) = (context.global.reader_profile, context.global.verbose > 0);
    let readers = readers()?.iter().map(|reader| Shown::of(reader, said)).collect();
    context.printer.print(&List { readers, verbose })?;
    Ok(Exit::Good)
}
