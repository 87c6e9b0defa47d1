//! An order as it stands in a file, whoever it is for.

use std::fmt;

use tapsmith_core::order::JsonError;
use tapsmith_core::record::RecordId;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::finding::Finding;

/// An order in a provider's own form, read and ready to be sent.
pub trait Payload: fmt::Debug {
    /// The name by which it is found again: Printags' `reference`, Merchrocket's `externalId`.
    fn reference(&self) -> Option<&str>;

    /// Whether it is a draft there until somebody commits it.
    fn is_draft(&self) -> bool;

    /// How many cards, or other things, it asks for.
    fn count(&self) -> u64;

    /// The records whose keys go with it.
    fn records(&self) -> Vec<RecordId>;

    /// Whether a key goes with it.
    fn has_keys(&self) -> bool;

    /// SHA-256 over its records and their keys, in order: equal keys, equal digest.
    fn keys_digest(&self) -> [u8; 32];

    /// All there is to say against it, without a network.
    fn check(&self) -> Vec<Finding>;

    /// What it takes to say what it costs.
    fn wants(&self) -> Wants;

    /// The body that goes to the server, keys and all.
    ///
    /// # Errors
    /// Whatever serde may think of.
    fn body(&self) -> serde_json::Result<Zeroizing<Vec<u8>>>;

    /// The same with each key, and each field that nobody knows, as `[redacted]`.
    ///
    /// # Errors
    /// Whatever serde may think of.
    fn receipt(&self) -> serde_json::Result<Vec<u8>>;
}

/// What an order asks for, line by line: equal lines are one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wants {
    /// The lines.
    pub lines: Vec<WantsLine>,
    /// The country it goes to, two letters.
    pub country: Option<String>,
    /// The postcode there.
    pub postcode: Option<String>,
    /// The service that carries it.
    pub carrier: Option<String>,
}

/// So many of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantsLine {
    /// Where the first of them stands: a JSON path.
    pub path: String,
    /// The model.
    pub model: String,
    /// The packaging.
    pub packaging: Option<String>,
    /// Whether something is printed on it.
    pub is_printed: bool,
    /// Whether something is written to its chip.
    pub is_encoded: bool,
    /// Whether each has a record of its own.
    pub has_record: bool,
    /// How many.
    pub quantity: u64,
}

impl Wants {
    /// Adds a line, to an equal one if there is one.
    pub(crate) fn add(&mut self, line: WantsLine) {
        let same = |other: &&mut WantsLine| {
            let path = other.path.clone();
            WantsLine { quantity: other.quantity, path, ..line.clone() } == **other
        };
        match self.lines.iter_mut().rev().find(same) {
            Some(equal) => equal.quantity += line.quantity,
            None => self.lines.push(line),
        }
    }
}

/// Why a text is no order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadOrder {
    /// Not one of Printags'.
    #[error(transparent)]
    Printags(#[from] JsonError),
    /// Not one of Merchrocket's.
    #[error("line {line}, column {column}{}: this is no order for Merchrocket", at(path))]
    Merchrocket {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// The JSON path, empty for the whole file.
        path: String,
    },
    /// One of another provider's.
    #[error("this is an order for {found}, not for {wanted}")]
    Other {
        /// Whose it is.
        found: &'static str,
        /// Whose it should be.
        wanted: &'static str,
    },
}

fn at(path: &str) -> String {
    if path.is_empty() || path == "." { String::new() } else { format!(", at {path}") }
}
