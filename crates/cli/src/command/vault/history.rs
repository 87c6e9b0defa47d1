//! `vault history`

use std::io::{self, Write};

use serde_json::Value;
use tapsmith_store::Entry;

use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::list_writer::ListWriter;
use crate::printer::stdout;

/// Tells what happened, oldest first.
pub(crate) fn run(context: &Context, from: i64) -> Outcome {
    let vault = context.vault()?;
    let mut out = stdout();
    let mut list = ListWriter::begin(&mut out, context.printer.format(), "events", false)?;
    let mut written = Ok(());
    vault.history(from, &mut |entry| {
        if written.is_ok() {
            written = list.write(&entry, |out| line(out, &entry));
        }
    })?;
    written?;
    list.end()?;
    Ok(Exit::Good)
}

/// Number, time, operator, then the event's word and what it happened to, then the link's beginning.
fn line(out: &mut impl Write, entry: &Entry) -> io::Result<()> {
    let Entry { number, at, operator, event, link } = entry;
    let fields = event.as_object().into_iter().flatten();
    let told: Vec<_> = fields
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| match (name.as_str(), value) {
            ("event", Value::String(word)) => word.replace('_', " "),
            (name, Value::String(text)) => format!("{name} {text}"),
            (name, value) => format!("{name} {value}"),
        })
        .collect();
    let short = link.get(..16).unwrap_or(link);
    writeln!(out, "{number}\t{at}\t{operator}\t{}\t{short}", told.join(", "))
}
