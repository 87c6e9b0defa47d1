//! Reading an order, with errors that name what and where, and show nothing of the file: what
//! stands in the wrong place may be a key.

use serde::Deserialize;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};
use thiserror::Error;

use super::{Expected, Order};

/// Why a text is no order.
// No `source`: serde's messages repeat the value that they complain about.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}{}: {problem}", at(path))]
pub struct JsonError {
    /// The line, counted from 1.
    pub line: usize,
    /// The last column that was read, counted from 1, in bytes.
    pub column: usize,
    /// The JSON path, like `products[3].nfc`; empty for the whole file. It is made of field names
    /// of the printer's alone: what is wrong inside an unknown field is named by what holds it.
    pub path: String,
    /// What is wrong there.
    pub problem: JsonProblem,
}

/// What is wrong at a place of an order's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JsonProblem {
    /// No JSON.
    #[error("this is not JSON")]
    Syntax,
    /// Cut off.
    #[error("the file ends too early")]
    End,
    /// The same field again.
    #[error("a field stands twice in this object")]
    Twice,
    /// A preview or a receipt, which can not be ordered from.
    #[error(
        "the key is hidden: this file is a preview or a receipt, not an order; build the order again"
    )]
    Redacted,
    /// A value of another kind, or out of range.
    #[error("expected {0}")]
    Expected(Expected),
}

/// What the reader of a key says of a redacted one: serde carries texts alone.
pub(super) const REDACTED_KEY: &str = "redacted key";

/// How serde's text starts when a field stands twice.
const DUPLICATE: &str = "duplicate field";

impl Order {
    /// Reads an order. A byte order mark at its start is no part of it.
    ///
    /// # Errors
    /// Not JSON, or a value that does not belong where it stands.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        read(text)
    }
}

pub(super) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, JsonError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| JsonError::new(error.inner(), error.path()))?;
    json.end().map_err(|error| located(&error, String::new(), JsonProblem::Syntax))?;
    Ok(value)
}

impl JsonError {
    fn new(error: &serde_json::Error, path: &Path) -> Self {
        let (path, expected) = known(path);
        let problem = match error.classify() {
            Category::Eof => JsonProblem::End,
            Category::Data => data_problem(error, expected),
            Category::Syntax | Category::Io => JsonProblem::Syntax,
        };
        located(error, path, problem)
    }
}

fn located(error: &serde_json::Error, path: String, problem: JsonProblem) -> JsonError {
    JsonError { line: error.line(), column: error.column(), path, problem }
}

fn data_problem(error: &serde_json::Error, expected: Expected) -> JsonProblem {
    let message = error.to_string();
    if message.starts_with(REDACTED_KEY) {
        JsonProblem::Redacted
    } else if message.starts_with(DUPLICATE) {
        JsonProblem::Twice
    } else {
        JsonProblem::Expected(expected)
    }
}

/// The path as far as it goes by fields of ours, and what belongs there.
fn known(path: &Path) -> (String, Expected) {
    let mut text = String::new();
    let mut expected = Expected::Object;
    for segment in path {
        match segment {
            Segment::Map { key } => {
                let Some(next) = Expected::in_field(key) else { break };
                expected = next;
                let dot = if text.is_empty() { "" } else { "." };
                text.extend([dot, key]);
            }
            Segment::Seq { index } => {
                expected = expected.in_item();
                text.extend(["[", &index.to_string(), "]"]);
            }
            Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    (text, expected)
}

fn at(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(", at {path}") }
}
