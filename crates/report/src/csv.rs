//! The cards as CSV, one a line: for a spreadsheet.

use csv::Writer;
use tapsmith_desk::qa::report::{CardLine, Report};

use crate::error::ReportError;
use crate::visible::visible;
use crate::words;

const HEADER: [&str; 12] = [
    "number",
    "at",
    "counted",
    "unit",
    "record",
    "uid",
    "read_counter",
    "class",
    "findings",
    "url",
    "apdus",
    "milliseconds",
];

/// What makes a spreadsheet take a cell for a formula; the wide forms do so in East Asian versions.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Each card that was put down, in the order of time, under a header. `class` is the worst that was found;
/// findings are parted by ` | `.
///
/// Text that a spreadsheet would take for a formula gets a leading `'`, since a card says what it likes: a cell
/// that begins with `=`, `+`, `-`, `@`, a tab, a line's end, or the wide form of one of these signs. What cannot be
/// seen is written out (`‹U+202E›`).
///
/// # Errors
/// If the lines cannot be written as CSV.
pub fn csv(report: &Report) -> Result<String, ReportError> {
    let mut lines = Writer::from_writer(Vec::new());
    lines.write_record(HEADER)?;
    for card in &report.cards {
        let cells = cells(card);
        lines.write_record(cells.iter().map(|cell| harmless(cell)))?;
    }
    let bytes = lines.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cells(card: &CardLine) -> [String; 12] {
    let findings: Vec<_> = card.findings.iter().map(words::finding).collect();
    [
        card.number.to_string(),
        card.at.to_string(),
        words::counted(&card.counted),
        optional(card.unit),
        optional(card.record),
        optional(card.uid),
        optional(card.read_counter),
        optional(words::worst(card)),
        findings.join(" | "),
        card.url.clone().unwrap_or_default(),
        card.apdus.to_string(),
        card.milliseconds.to_string(),
    ]
}

fn optional(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn harmless(cell: &str) -> String {
    let cell = visible(cell);
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}
