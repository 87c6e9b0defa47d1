//! The report as JSON: all of it, for programs and for archives.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tapsmith_desk::qa::report::Report;

use crate::error::ReportError;

/// The shape of the JSON. A field that goes or changes its meaning makes it another; a new one does not.
const SCHEMA_VERSION: &str = "1";

#[derive(Serialize)]
struct Versioned<'r> {
    schema_version: &'static str,
    #[serde(flatten)]
    report: &'r Report,
}

/// The report as JSON: `schema_version`, then [`Report`]'s fields in their order. It ends with a line feed.
///
/// # Errors
/// If the report cannot be written as JSON.
pub fn json(report: &Report) -> Result<String, ReportError> {
    let versioned = Versioned { schema_version: SCHEMA_VERSION, report };
    Ok(serde_json::to_string_pretty(&versioned)? + "\n")
}

/// SHA-256 of [`json`]'s bytes, in hex: what the page prints, so that both can be matched.
///
/// # Errors
/// If the report cannot be written as JSON.
pub fn digest(report: &Report) -> Result<String, ReportError> {
    Ok(hex::encode(Sha256::digest(json(report)?)))
}
