//! Cards: which chip carries which record.

mod claim;
mod inspect;
mod read;
mod reset;

use std::fmt;

use jiff::Timestamp;
use tapsmith_core::batch::BatchName;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

use crate::rows::{Column as _, Value};

pub use claim::Claim;
pub use inspect::{Inspection, InspectionCounts};

/// How far a card has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardState {
    /// Writing has begun, and is not known to have ended.
    Encoding,
    /// Everything was written and proved.
    Encoded,
    /// The way back to the factory has begun, and is not known to have ended.
    Resetting,
    /// Made by somebody else, and verified here.
    Seen,
}

impl CardState {
    pub(crate) const ALL: [Self; 4] = [Self::Encoding, Self::Encoded, Self::Resetting, Self::Seen];
}

/// The word in the vault.
impl fmt::Display for CardState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Encoding => "encoding",
            Self::Encoded => "encoded",
            Self::Resetting => "resetting",
            Self::Seen => "seen",
        })
    }
}

/// A card as the vault knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The batch of its record.
    pub batch: BatchName,
    /// The record it carries.
    pub record: RecordId,
    /// Its chip.
    pub uid: Uid,
    /// The highest generation of keys that it may carry.
    pub generation: Generation,
    /// How far it has come.
    pub state: CardState,
    /// Whether it was ever a virtual card: such a one proves nothing of a supplier.
    pub is_virtual: bool,
    /// When the vault last heard of it.
    pub updated_at: Timestamp,
}

impl Card {
    /// The row, in the batch with this number.
    fn values(&self, number: i64) -> Vec<Value> {
        vec![
            number.to_value(),
            self.record.to_value(),
            self.uid.to_value(),
            self.generation.to_value(),
            self.state.to_value(),
            self.is_virtual.to_value(),
            self.updated_at.to_value(),
        ]
    }
}

/// How many cards of a batch stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CardCounts {
    /// In [`CardState::Encoding`].
    pub encoding: u64,
    /// In [`CardState::Encoded`].
    pub encoded: u64,
    /// In [`CardState::Resetting`].
    pub resetting: u64,
    /// In [`CardState::Seen`].
    pub seen: u64,
}
