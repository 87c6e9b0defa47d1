//! `batch list`

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::show::Shown;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::{Report, table};

#[derive(Debug, Serialize)]
struct List {
    batches: Vec<Shown>,
}

impl Report for List {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.batches.is_empty() {
            return writeln!(out, "No batches yet. Make one with `tapsmith batch create`.");
        }
        let header = ["batch", "records", "profile", "keys", "encoded"];
        let rows = self.batches.iter().map(|batch| {
            [
                batch.name.to_string(),
                batch.count.to_string(),
                batch.profile.clone(),
                batch.keys.to_string(),
                batch.cards.encoded.to_string(),
            ]
        });
        writeln!(out, "{}", table(header, rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.batches.iter().map(serde_json::to_value).collect()
    }
}

/// Lists all batches.
pub(crate) fn run(context: &Context) -> Outcome {
    let vault = context.vault()?;
    let batches = vault
        .batches()?
        .into_iter()
        .map(|stored| Shown::of(&vault, stored))
        .collect::<Result<_, tapsmith_store::Error>>()?;
    context.printer.print(&List { batches })?;
    Ok(Exit::Good)
}
