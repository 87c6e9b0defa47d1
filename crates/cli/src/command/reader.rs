//! `reader list`

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_reader::pcsc::{Presence, ReaderInfo, readers};

use super::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::{Report, table};

#[derive(Debug, Serialize)]
struct List {
    readers: Vec<Shown>,
}

#[derive(Debug, Serialize)]
struct Shown {
    name: String,
    usable: bool,
    slot: String,
    card: &'static str,
}

impl From<ReaderInfo> for Shown {
    fn from(reader: ReaderInfo) -> Self {
        Self {
            name: reader.name.to_string(),
            usable: !reader.slot.is_skipped(),
            slot: reader.slot.to_string(),
            card: match reader.presence {
                Presence::Empty => "none",
                Presence::Card { .. } => "present",
                Presence::Mute => "does not answer",
                Presence::Unavailable => "unknown",
            },
        }
    }
}

impl Report for List {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.readers.is_empty() {
            return writeln!(out, "No readers. Plug one in, or use --reader virtual:FILE.");
        }
        let rows = self.readers.iter().map(|reader| {
            let used = if reader.usable { "yes" } else { "no" };
            [reader.name.clone(), used.to_owned(), reader.slot.clone(), reader.card.to_owned()]
        });
        writeln!(out, "{}", table(["reader", "used", "slot", "card"], rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.readers.iter().map(serde_json::to_value).collect()
    }
}

/// Lists the readers of the PC/SC service. None is no error.
pub(crate) fn list(context: &Context) -> Outcome {
    let readers = readers()?.into_iter().map(Shown::from).collect();
    context.printer.print(&List { readers })?;
    Ok(Exit::Good)
}
