//! Where an order stands, in the printer's word and in ours.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Name;

/// A printer's word for where an order stands. A word that nobody here knows is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Status(pub String);

/// What such a word means for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing is made, nothing is charged.
    Draft,
    /// Past the draft by its word, which does not say whether it is committed: it is, if we did it.
    Accepted,
    /// Committed, and on its way.
    InWork,
    /// Committed, and waiting for somebody.
    Held,
    /// At its end, and well.
    Delivered,
    /// At its end otherwise: made, or half made, and not where it should be.
    Failed,
    /// Taken back: cancelled, refunded.
    Ended,
    /// Nobody here knows.
    Unknown,
}

/// Statuses in the order of an order's life, and what each means.
pub(crate) type LifeCycle = [(&'static str, Stage)];

impl Status {
    /// What it means at `provider`.
    pub fn stage(&self, provider: Name) -> Stage {
        let known = provider.life_cycle().iter().find(|(word, _)| *word == self.0);
        known.map_or(Stage::Unknown, |(_, stage)| *stage)
    }

    /// Whether an order that was `known` to be there can be here: statuses only move forward. What
    /// is unknown may be anywhere, and so may what waits or has ended.
    pub fn may_follow(&self, known: &Self, provider: Name) -> bool {
        let place = |status: &Self| {
            let mut words = provider.life_cycle().iter();
            let place = words.position(|(word, _)| *word == status.0)?;
            let on_the_way = matches!(
                status.stage(provider),
                Stage::Draft | Stage::Accepted | Stage::InWork | Stage::Delivered
            );
            on_the_way.then_some(place)
        };
        match (place(known), place(self)) {
            (Some(known), Some(now)) => now >= known,
            _ => true,
        }
    }
}

impl Stage {
    /// Whether nothing will change any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Failed | Self::Ended)
    }

    /// Whether money is spent: by all that is known.
    pub const fn is_committed(self) -> bool {
        matches!(self, Self::InWork | Self::Held | Self::Delivered | Self::Failed)
    }

    /// In words, as a sentence goes on: `the order is ...`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Draft => "a draft: nothing is made, nothing is charged",
            Self::Accepted => "past the draft; whether it is committed, its word does not say",
            Self::InWork => "committed, and on its way",
            Self::Held => "waiting for somebody: ask the printer",
            Self::Delivered => "at its end, and well",
            Self::Failed => "at its end, but not delivered",
            Self::Ended => "taken back",
            Self::Unknown => "somewhere that this program has no word for",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
