//! What happens at the desk. Events are added and never changed: a session is what they come to.

use serde::{Deserialize, Serialize};
use tapsmith_core::batch::BatchName;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::class::Finding;
use crate::check::Check;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Somebody sat down.
    SatDown {
        /// The machine's name.
        station: String,
        /// The reader's.
        reader: String,
        /// The program's version.
        version: String,
    },
    /// A card was put down and judged.
    Card(Box<CardSeen>),
    /// A card looks wrong: the operator says so.
    Visual {
        /// Its number.
        card: u32,
    },
    /// A card is of the sample although it does not say so: the operator says so.
    CountedAnyway {
        /// Its number.
        card: u32,
        /// The position it was drawn as; none where records are drawn, since nothing says which it is.
        unit: Option<u64>,
    },
    /// The last of the operator's words, or the last card, is taken back.
    Undone {
        /// The number of what no longer counts.
        number: u32,
    },
    /// Somebody got up: the rest is for later.
    GotUp,
}

/// A card, as it was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardSeen {
    /// What it is to the sample.
    pub place: Place,
    /// Its chip; none if it shows none.
    pub uid: Option<Uid>,
    /// The record whose keys it holds, or else the one its address names.
    pub record: Option<RecordId>,
    /// Its last tap, as read.
    pub url: Option<String>,
    /// The counter of that tap.
    pub read_counter: Option<ReadCounter>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What was checked.
    pub checks: Vec<Check>,
    /// Exchanges with the chip.
    pub apdus: u32,
    /// From the card on the reader to the verdict.
    pub milliseconds: u32,
    /// Whether it is of software.
    pub is_virtual: bool,
}

impl CardSeen {
    /// A card that says nothing.
    pub fn silent(place: Place, findings: Vec<Finding>) -> Self {
        Self {
            place,
            uid: None,
            record: None,
            url: None,
            read_counter: None,
            findings,
            checks: Vec::new(),
            apdus: 0,
            milliseconds: 0,
            is_virtual: false,
        }
    }
}

/// What a card is to the sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum Place {
    /// This drawn record or position.
    Unit {
        /// Which.
        unit: u64,
    },
    /// One of the drawn records, and nothing says which.
    Unplaced,
    /// The card that was judged under this number already.
    Twice {
        /// The earlier number.
        #[serde(rename = "of_card")]
        card: u32,
    },
    /// A card of the batch that was not drawn.
    NotDrawn,
    /// A card of another batch.
    OtherBatch {
        /// Which.
        batch: BatchName,
    },
}
