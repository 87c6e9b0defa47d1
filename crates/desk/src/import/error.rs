//! Why a list of keys cannot be read. No text of the file is repeated: it may be a key.

use std::io;

use tapsmith_core::hex::HexError;
use tapsmith_core::record::RecordId;
use thiserror::Error;

use super::Column;

/// Why a list of keys cannot be read.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file itself.
    #[error("the keys could not be read")]
    Read(#[from] io::Error),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A header and nothing else.
    #[error("the file has a header line and no record")]
    NoRecords,
    /// A line of it.
    #[error("line {line}")]
    Line {
        /// The line, counted from 1 as an editor does; of a row over several lines the first.
        line: u64,
        /// What is wrong there.
        #[source]
        problem: Problem,
    },
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Problem {
    /// Another encoding.
    #[error("not UTF-8")]
    NotUtf8,
    /// No row of keys is so long.
    #[error("longer than 64 KiB")]
    TooLong,
    /// No column is known.
    #[error("expected record_id and a key column; the header line is missing")]
    NoHeader,
    /// A header without a record id.
    #[error("the header line has no column record_id")]
    NoIdColumn,
    /// A header without a key.
    #[error("the header line has no key column: public_key, private_key or the name of a role")]
    NoKeyColumn,
    /// A quote without an end.
    #[error("a quoted field has no end")]
    OpenQuote,
    /// Another number of fields than the header has.
    #[error("{found} columns instead of the header's {expected}")]
    Columns {
        /// The header's.
        expected: usize,
        /// The row's.
        found: usize,
    },
    /// More columns than anybody needs.
    #[error("more than {0} columns")]
    TooManyColumns(usize),
    /// Not JSON.
    #[error("not JSON at column {column}")]
    Json {
        /// Where, in bytes counted from 1.
        column: usize,
    },
    /// JSON, but no object.
    #[error("JSON, but not an object")]
    NotObject,
    /// No record id.
    #[error("no record_id")]
    NoRecordId,
    /// No such record id.
    #[error("record_id: not a whole number from 1 to 9007199254740991 without leading zeros")]
    BadRecordId,
    /// `record_id` or `url` twice.
    #[error("{0} is given twice")]
    Twice(Column),
    /// A JSON value of another kind.
    #[error("{0}: not a text")]
    NotText(Column),
    /// A record that was there already.
    #[error("record {record} stood on line {first} already")]
    Duplicate {
        /// The record.
        record: RecordId,
        /// Where it stood first.
        first: u64,
    },
    /// Not the hex of a key.
    #[error("{column}")]
    Key {
        /// The column.
        column: Column,
        /// What is wrong.
        #[source]
        problem: HexError,
    },
    /// 16 zero bytes.
    #[error("{0}: all zeros is the key that every blank chip has, no secret")]
    FactoryKey(Column),
    /// Two different keys for one role.
    #[error("{column}: another key for {role} stands in the same row")]
    TwoKeys {
        /// The later of the two columns.
        column: Column,
        /// The role's name.
        role: &'static str,
    },
    /// No key at all.
    #[error("no key")]
    NoKey,
}

impl ImportError {
    /// What to do about it, as one clause without a full stop; none where the error says it all.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Line { problem, .. } => problem.hint(),
            Self::Empty | Self::NoRecords => Some("check that the export had come to its end"),
            Self::Read(_) => None,
        }
    }
}

impl Problem {
    const fn hint(self) -> Option<&'static str> {
        match self {
            Self::NotUtf8 => Some("save the file as UTF-8; spreadsheets call it CSV UTF-8"),
            Self::NoHeader | Self::NoIdColumn | Self::NoKeyColumn => Some(
                "name the columns in the first line, like record_id,url,public_key,private_key",
            ),
            Self::TooLong | Self::OpenQuote => Some("look for a quote that is never closed"),
            Self::Columns { .. } => {
                Some("check the row's separators; a text that holds one needs quotes")
            }
            Self::Json { .. } | Self::NotObject => {
                Some("NDJSON is one whole object a line; a JSON document must be written so first")
            }
            Self::BadRecordId | Self::Key { .. } => {
                Some("a spreadsheet may have changed it: make its column text, then export again")
            }
            Self::NotText(_) => Some("write keys and URLs between quotes"),
            Self::FactoryKey(_) => Some("ask whoever made the list for the keys really written"),
            Self::Duplicate { .. } | Self::TwoKeys { .. } => Some("keep the right one of the two"),
            Self::NoRecordId | Self::Twice(_) | Self::NoKey | Self::TooManyColumns(_) => None,
        }
    }
}
