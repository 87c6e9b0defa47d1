//! The one way out for data: stdout, in the format asked for. Talk goes to stderr.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Value;

use crate::args::Format;
use crate::failure::Failure;

/// What a command has to say.
pub(crate) trait Report: Serialize {
    /// For people.
    fn text(&self, out: &mut dyn Write) -> io::Result<()>;

    /// For `--format ndjson`: one value a line. One line with everything, unless it is a list.
    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        Ok(vec![serde_json::to_value(Versioned::of(self))?])
    }
}

/// JSON carries the version of its schema.
#[derive(Serialize)]
pub(crate) struct Versioned<'r, R: ?Sized> {
    schema_version: &'static str,
    #[serde(flatten)]
    report: &'r R,
}

impl<'r, R: ?Sized> Versioned<'r, R> {
    pub(crate) fn of(report: &'r R) -> Self {
        Self { schema_version: "1", report }
    }
}

/// Writes reports to stdout.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printer {
    format: Format,
}

impl Printer {
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    pub(crate) fn format(self) -> Format {
        self.format
    }

    /// One report.
    pub(crate) fn print<R: Report>(self, report: &R) -> Result<(), Failure> {
        let mut out = stdout();
        match self.format {
            // CSV is refused before a command runs; only `batch export` writes it, itself.
            Format::Text | Format::Csv => report.text(&mut out)?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &Versioned::of(report))?;
                writeln!(out)?;
            }
            Format::Ndjson => {
                for line in report.lines()? {
                    writeln!(out, "{line}")?;
                }
            }
        }
        Ok(out.flush()?)
    }
}

/// stdout, for what is written line by line.
pub(crate) fn stdout() -> impl Write {
    BufWriter::new(anstream::stdout().lock())
}

/// stdout as it is, for much that holds no colour.
pub(crate) fn bulk_stdout() -> impl Write {
    BufWriter::new(io::stdout().lock())
}

/// A table for people: a header, and rows. No line ends in spaces.
pub(crate) fn table<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(header);
    for row in rows {
        table.add_row(row);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt()
}
