//! What is said of a tap.

use serde::Serialize;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::sun::{Reading, Rejection};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::uid::Uid;

use super::Unreadable;
use crate::check::Verdict;

/// A tap, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Pass or fail.
    pub verdict: Verdict,
    /// The word for programs, if it failed.
    pub reason: Option<&'static str>,
    /// The sentence for people, if it failed.
    pub detail: Option<String>,
    /// The record.
    pub record_id: Option<RecordId>,
    /// The chip.
    pub uid: Option<Uid>,
    /// The chip's counter.
    pub read_counter: Option<ReadCounter>,
    /// The state of the chip's tamper loop, where the address shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_tamper: Option<TagTamper>,
    /// Whether the same tap stood on an earlier line.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub replay: bool,
    /// The generation of the keys that proved it.
    #[serde(skip)]
    pub generation: Generation,
}

impl Judged {
    /// Of a tap whose record, and the generation of whose keys, is known otherwise.
    pub(super) fn of(
        outcome: Result<Reading, Rejection>,
        record: Option<RecordId>,
        generation: Generation,
    ) -> Self {
        match outcome {
            Ok(reading) => Self {
                verdict: Verdict::Pass,
                reason: None,
                detail: None,
                record_id: reading.record.or(record),
                uid: reading.uid,
                read_counter: reading.counter,
                tag_tamper: reading.tag_tamper,
                replay: false,
                generation,
            },
            Err(rejection) => Self {
                record_id: record,
                generation,
                ..Self::failed(rejection.reason(), rejection.to_string())
            },
        }
    }

    /// Of what is no good tap.
    pub(super) fn failed(reason: &'static str, detail: String) -> Self {
        Self {
            verdict: Verdict::Fail,
            reason: Some(reason),
            detail: Some(detail),
            record_id: None,
            uid: None,
            read_counter: None,
            tag_tamper: None,
            replay: false,
            generation: Generation::default(),
        }
    }
}

impl From<Unreadable> for Judged {
    fn from(unreadable: Unreadable) -> Self {
        Self::failed(unreadable.reason(), unreadable.to_string())
    }
}
