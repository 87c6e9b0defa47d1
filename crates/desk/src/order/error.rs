//! Why an order was not sent, or not committed, in the words of whoever wants it.

use tapsmith_orders::CallError;
use tapsmith_store::SubmissionState;
use thiserror::Error;

/// Why an order did not go where it should. What is known of it stands in the vault.
#[derive(Debug, Error)]
pub enum OrderError {
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// The provider, and it is known that nothing happened.
    #[error(transparent)]
    Call(#[from] CallError),
    /// It would be made, and charged, as it arrives.
    #[error("order {reference} is no draft: it would be made and charged as it arrives")]
    NoDraft {
        /// The order.
        reference: String,
    },
    /// It was sent, is not there, and is not to be sent again.
    #[error(
        "order {reference} is not at the provider's, and its keys are not what the vault has now"
    )]
    Unfit {
        /// The order.
        reference: String,
    },
    /// Nobody knows whether the provider has the order.
    #[error("nobody knows whether order {reference} is at the provider's")]
    Unsure {
        /// The order.
        reference: String,
        /// What was sent, and why nothing came back.
        #[source]
        why: Box<CallError>,
    },
    /// Nobody knows whether the order is committed.
    #[error("nobody knows whether order {reference} is committed")]
    CommitUnsure {
        /// The order.
        reference: String,
        /// What was sent, and why nothing came back; none if a status says too little.
        #[source]
        why: Option<Box<CallError>>,
    },
    /// The provider has orders with this reference that this vault never sent.
    #[error("the provider has an order {reference} already, and this vault did not send it: {}", ids.join(", "))]
    Stranger {
        /// The order.
        reference: String,
        /// What the provider calls them.
        ids: Vec<String>,
    },
    /// It was sent from another account: here it cannot be seen.
    #[error("order {reference} was sent from account {known}, and this is account {found}")]
    OtherAccount {
        /// The order.
        reference: String,
        /// The account it was sent from.
        known: String,
        /// The account of the token, or the one that was named.
        found: String,
    },
    /// The provider has it more than once.
    #[error("the provider has order {reference} more than once: {}", ids.join(", "))]
    Doubled {
        /// The order.
        reference: String,
        /// What the provider calls them.
        ids: Vec<String>,
    },
    /// The provider has it no longer.
    #[error("the provider has no order {reference} any more: it was {id}")]
    Gone {
        /// The order.
        reference: String,
        /// What the provider called it.
        id: String,
    },
    /// Nothing was ever sent under this reference to this server.
    #[error("no order {reference} was sent to {place}")]
    NotSent {
        /// The order.
        reference: String,
        /// The server.
        place: String,
    },
    /// It is not where it would have to be.
    #[error("order {reference} is {state}")]
    State {
        /// The order.
        reference: String,
        /// Where it stands.
        state: SubmissionState,
    },
    /// A status that nobody here knows: it may be a draft, and may be not.
    #[error(
        "the provider says that order {reference} is {status:?}, which this program has no word for"
    )]
    Status {
        /// The order.
        reference: String,
        /// The provider's word.
        status: String,
    },
}

impl OrderError {
    /// Whether something may have happened that is not known.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Unsure { .. } | Self::CommitUnsure { .. } => true,
            Self::Call(error) => error.is_unknown(),
            _ => false,
        }
    }

    /// Whether every other order would end in the same way.
    pub fn is_of_everything(&self) -> bool {
        match self {
            Self::Store(_) | Self::Call(CallError::Interrupted) => true,
            Self::Call(error) => error.is_of_everything(),
            Self::Unsure { why, .. } | Self::CommitUnsure { why: Some(why), .. } => {
                why.is_of_everything()
            }
            _ => false,
        }
    }
}
