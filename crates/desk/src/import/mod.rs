//! Reading the keys of others: a list of records with their keys, as CSV or NDJSON.
//!
//! A list is read row by row; memory does not grow with it but for the set of records seen. It ends
//! at its first error, and no error repeats the list's text.
//!
//! # Wiping
//! The file is read into one buffer, and a CSV row is put together in a second; both are wiped on
//! drop, and keys are wiped [`AesKey`]s from there on. What cannot be wiped: a buffer of the caller's
//! own reader (give the file itself, not a `BufReader`); and a key that JSON writes with escapes
//! (`\u0041` for `A`), which `serde_json` unfolds in a buffer of its own.
//!
//! # Layout
//! - [`read`]: an iterator of [`ImportedRow`]s.
//! - [`base_url`]: from an address of ours back to the batch's base URL.
//! - `lines`, `csv`, `ndjson`: from bytes to fields. `column`, `draft`: from fields to a row.
//! - `seen`: no record twice. [`into_vault`]: the list becomes a batch.

mod base_url;
mod column;
mod csv;
mod draft;
mod error;
mod into_vault;
mod lines;
mod ndjson;
mod seen;

pub use base_url::base_url;
pub use column::Column;
pub use error::{ImportError, Problem};
pub use into_vault::{IntoVaultError, NewImport, TakenIn, into_vault};

use std::io::Read;

use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_core::profile::OrderKeys;
use tapsmith_core::record::RecordId;

use csv::Csv;
use lines::Lines;
use seen::Seen;

/// How a list of keys is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A header line, then a row a line, between commas, semicolons or tabs.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// A record of a list, with at least one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// The record.
    pub record: RecordId,
    /// The line where it starts, counted from 1.
    pub line: u64,
    /// Its address, if the list has one.
    pub url: Option<String>,
    /// Its keys, by the role's byte.
    pub keys: [Option<AesKey>; 5],
}

impl ImportedRow {
    /// The key of a role, if the list has one.
    pub fn key(&self, role: Role) -> Option<&AesKey> {
        role.of(&self.keys).as_ref()
    }
}

/// A list of keys that is being read.
#[derive(Debug)]
pub struct Import<R> {
    lines: Lines<R>,
    rows: Rows,
    order: OrderKeys,
    ignored: Vec<String>,
    seen: Seen,
    ended: bool,
}

#[derive(Debug)]
enum Rows {
    Csv(Box<Csv>),
    Ndjson,
}

/// Begins to read a list of keys. Without a `format` it is NDJSON if its first character is `{`, else
/// CSV; `order` says which roles' keys `public_key` and `private_key` are.
///
/// # Errors
/// The reader's own, an empty file, or a header line without the columns that are needed.
pub fn read<R: Read>(
    reader: R,
    format: Option<Format>,
    order: OrderKeys,
) -> Result<Import<R>, ImportError> {
    let mut lines = Lines::new(reader);
    let mut ignored = Vec::new();
    let rows = match format.unwrap_or(told_by_start(&mut lines)?) {
        Format::Csv => Rows::Csv(Box::new(Csv::begin(&mut lines, &mut ignored)?)),
        Format::Ndjson => Rows::Ndjson,
    };
    Ok(Import { lines, rows, order, ignored, seen: Seen::default(), ended: false })
}

fn told_by_start<R: Read>(lines: &mut Lines<R>) -> Result<Format, ImportError> {
    let (_, first) = lines.next_filled()?.ok_or(ImportError::Empty)?;
    let object = first.trim_ascii_start().starts_with('{');
    lines.back();
    Ok(if object { Format::Ndjson } else { Format::Csv })
}

impl<R> Import<R> {
    /// How the list is written.
    pub const fn format(&self) -> Format {
        match self.rows {
            Rows::Csv(_) => Format::Csv,
            Rows::Ndjson => Format::Ndjson,
        }
    }

    /// The columns that were passed over: CSV's from the start, NDJSON's as far as it was read.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }
}

impl<R: Read> Import<R> {
    fn row(&mut self) -> Result<Option<ImportedRow>, ImportError> {
        let row = match &mut self.rows {
            Rows::Csv(csv) => csv.row(&mut self.lines, self.order)?,
            Rows::Ndjson => ndjson::row(&mut self.lines, self.order, &mut self.ignored)?,
        };
        let Some(ImportedRow { record, line, .. }) = row else {
            return if self.seen.is_empty() { Err(ImportError::NoRecords) } else { Ok(None) };
        };
        self.seen.insert(record, line).map_err(|first| {
            let problem = Problem::Duplicate { record, first };
            ImportError::Line { line, problem }
        })?;
        Ok(row)
    }
}

impl<R: Read> Iterator for Import<R> {
    type Item = Result<ImportedRow, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

#[cfg(test)]
mod tests;
