//! Verdicts, written one after the other.

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_desk::tap::Judged;

use crate::args::Format;
use crate::failure::Failure;

/// Writes verdicts as they come: memory does not grow with them.
pub(super) struct Writer<W> {
    out: W,
    format: Format,
    /// One URL on the command line: its verdict is the whole JSON.
    single: bool,
    written: u64,
}

#[derive(Serialize)]
struct Single<'j> {
    schema_version: &'static str,
    #[serde(flatten)]
    judged: &'j Judged,
}

impl<W: Write> Writer<W> {
    pub(super) fn begin(mut out: W, format: Format, single: bool) -> Result<Self, Failure> {
        if format == Format::Json && !single {
            write!(out, "{{\"schema_version\":\"1\",\"taps\":[")?;
        }
        Ok(Self { out, format, single, written: 0 })
    }

    pub(super) fn write(&mut self, url: &str, judged: &Judged) -> Result<(), Failure> {
        let out = &mut self.out;
        match self.format {
            Format::Text | Format::Csv => write_text(out, url, judged)?,
            Format::Json if self.single => {
                let single = Single { schema_version: "1", judged };
                serde_json::to_writer_pretty(&mut *out, &single)?;
                writeln!(out)?;
            }
            Format::Json => {
                writeln!(out, "{}", if self.written == 0 { "" } else { "," })?;
                serde_json::to_writer(out, judged)?;
            }
            Format::Ndjson => {
                serde_json::to_writer(&mut *out, judged)?;
                writeln!(out)?;
            }
        }
        self.written += 1;
        Ok(())
    }

    pub(super) fn end(mut self) -> Result<(), Failure> {
        if self.format == Format::Json && !self.single {
            writeln!(self.out, "\n]}}")?;
        }
        Ok(self.out.flush()?)
    }
}

fn write_text(out: &mut impl Write, url: &str, judged: &Judged) -> io::Result<()> {
    write!(out, "{}", judged.verdict)?;
    for (name, value) in [
        ("record", judged.record_id.map(|id| id.to_string())),
        ("card", judged.uid.map(|uid| uid.to_string())),
        ("tap", judged.read_counter.map(|counter| counter.to_string())),
    ] {
        if let Some(value) = value {
            write!(out, "  {name} {value}")?;
        }
    }
    if judged.replay {
        write!(out, "  (stood on an earlier line)")?;
    }
    match &judged.detail {
        Some(detail) => writeln!(out, "  {detail}: {}", url.escape_debug()),
        None => writeln!(out),
    }
}
