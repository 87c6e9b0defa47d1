//! How far an order has come.

use std::fmt;

/// What is known of an order that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubmissionState {
    /// About to be sent, or its outcome is unknown.
    Sending,
    /// The provider has it; nothing is made.
    Draft,
    /// About to be committed, or that outcome is unknown.
    Committing,
    /// The cards are made.
    Committed,
    /// The provider refused it: it is not there.
    Refused,
    /// Cancelled, or refunded.
    Ended,
}

impl SubmissionState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Sending, Self::Draft, Self::Committing, Self::Committed, Self::Refused, Self::Ended];

    /// Whether the provider has the order, or may have it, and its cards are made or may be.
    pub fn stands(self) -> bool {
        match self {
            Self::Sending | Self::Draft | Self::Committing | Self::Committed => true,
            Self::Refused | Self::Ended => false,
        }
    }
}

/// The word in the vault.
impl fmt::Display for SubmissionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sending => "sending",
            Self::Draft => "draft",
            Self::Committing => "committing",
            Self::Committed => "committed",
            Self::Refused => "refused",
            Self::Ended => "ended",
        })
    }
}
