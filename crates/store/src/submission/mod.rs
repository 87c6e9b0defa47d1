//! Orders sent to a provider: what is known of each, written down before the next thing is tried.
//!
//! ```text
//!          begin_submission      submission_drafted     begin_commit     submission_committed
//! (none) ------------------> Sending ------------> Draft <------> Committing ------------> Committed
//!    Refused <-- submission_refused --'                 commit_failed
//! ```
//!
//! `Sending` and `Committing` stand on disk before the first byte leaves, so that whoever finds them
//! after a crash knows that the outcome has to be asked for. `Ended` can follow on any but `Sending`.
//! A step that the picture does not have is refused, and nothing is written.

mod begin;
mod commit;
mod draft;
mod end;
mod hold;
mod read;
mod row;
mod state;

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, BatchName};

pub use state::SubmissionState;

/// Which order, and where. A rehearsal's server is another place than the real one, so that the same
/// reference can be rehearsed and then sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubmissionKey {
    /// The provider.
    pub provider: String,
    /// Its server: `api.printags.com`, or `127.0.0.1:8080`.
    pub place: String,
    /// The order's own reference.
    pub reference: String,
}

/// An order sent, or about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Which, and where.
    pub key: SubmissionKey,
    /// The account it was sent from, if there are several.
    pub account: Option<String>,
    /// The batch of its records, if one of this vault's.
    pub batch: Option<BatchName>,
    /// How many cards it orders.
    pub cards: u64,
    /// Whether nobody makes the cards.
    pub rehearsal: bool,
    /// How far it has come.
    pub state: SubmissionState,
    /// SHA-256 of what is sent.
    pub content: [u8; 32],
    /// What the provider calls it. Once known, never lost.
    pub remote_id: Option<String>,
    /// The provider's own word for its state.
    pub status: Option<String>,
    /// What it was to cost before it was committed: a decimal.
    pub estimate: Option<String>,
    /// What it costs: a decimal. Once known, never lost.
    pub total: Option<String>,
    /// When sending, or committing, was tried last.
    pub attempted_at: Timestamp,
    /// When the vault last heard of it.
    pub updated_at: Timestamp,
}

/// An order about to be sent.
#[derive(Debug, Clone, Copy)]
pub struct NewSubmission<'n> {
    /// Which, and where.
    pub key: &'n SubmissionKey,
    /// The account it is sent from, if there are several.
    pub account: Option<&'n str>,
    /// The batch of its records, if one of this vault's.
    pub batch: Option<&'n Batch>,
    /// How many cards it orders.
    pub cards: u64,
    /// How many records' keys go with it; none where no key does.
    pub keys: Option<u64>,
    /// Whether nobody makes the cards.
    pub rehearsal: bool,
    /// SHA-256 of what is sent.
    pub content: [u8; 32],
}

/// A provider at one of its servers, as the history names it.
pub(crate) fn server(provider: &str, place: &str) -> String {
    format!("{provider} at {place}")
}
