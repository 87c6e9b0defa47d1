//! How a call may fail: above all, whether it did something all the same.

use std::time::Duration;

use thiserror::Error;

use crate::call::Unreadable;
use crate::refusal::Refusal;

/// Why a call brought no answer that could be used.
#[derive(Debug, Error)]
pub enum CallError {
    /// Nothing was sent: no connection.
    #[error("{place} was not reached, so nothing was sent: cannot {call}")]
    NotReached {
        /// The call, in words.
        call: &'static str,
        /// The server.
        place: String,
        /// Why not.
        #[source]
        source: Trouble,
    },
    /// The server answered no. Nothing happened there.
    #[error("{place} refused to {call} [HTTP {status}{}]{refusal}", id(request_id.as_deref()))]
    Refused {
        /// The call, in words.
        call: &'static str,
        /// The server.
        place: String,
        /// The HTTP status.
        status: u16,
        /// Its own name for the request, if it gave one.
        request_id: Option<String>,
        /// What it said.
        refusal: Box<Refusal>,
    },
    /// The server has too much to do, or is out of order. Nothing happened there.
    #[error("{place} cannot {call} now [HTTP {status}{}]{}", id(request_id.as_deref()), asks(*wait))]
    Unavailable {
        /// The call, in words.
        call: &'static str,
        /// The server.
        place: String,
        /// The HTTP status.
        status: u16,
        /// Its own name for the request, if it gave one.
        request_id: Option<String>,
        /// How long it asks us to wait.
        wait: Option<Duration>,
    },
    /// A question whose answer did not come, or makes no sense.
    #[error("cannot {call}: {place} gave no answer that can be used")]
    NoAnswer {
        /// The call, in words.
        call: &'static str,
        /// The server.
        place: String,
        /// Why not.
        #[source]
        doubt: Doubt,
    },
    /// It was sent, and nobody here knows whether it happened.
    #[error("nobody knows whether {place} did {call}")]
    Unknown {
        /// The call, in words.
        call: &'static str,
        /// The server.
        place: String,
        /// Why not.
        #[source]
        doubt: Doubt,
    },
    /// Ctrl-C while waiting to ask again. Nothing happened there.
    #[error("interrupted")]
    Interrupted,
    /// What was to be sent could not be written.
    #[error("cannot {call}: the request could not be written")]
    Request {
        /// The call, in words.
        call: &'static str,
        /// Why not.
        #[source]
        source: serde_json::Error,
    },
    /// The provider has no such thing.
    #[error("{provider} has no way to {call}")]
    NotOffered {
        /// The provider.
        provider: &'static str,
        /// What was asked of it.
        call: &'static str,
    },
}

/// Why an outcome is not known.
#[derive(Debug, Error)]
pub enum Doubt {
    /// No answer in time.
    #[error("no answer within {} s", .0.as_secs_f32())]
    TimedOut(Duration),
    /// The connection broke after the request went out.
    #[error("the connection broke")]
    Broken(#[source] Trouble),
    /// A server error. Its own program answered, so that it is done with the request.
    #[error("the server failed [HTTP {status}{}]", id(request_id.as_deref()))]
    Failed {
        /// The HTTP status: 500.
        status: u16,
        /// Its own name for the request, if it gave one.
        request_id: Option<String>,
        /// How long it asks us to wait.
        wait: Option<Duration>,
    },
    /// Something between us and the server answered: the server may still be at it.
    #[error("something before the server gave up [HTTP {status}]{}", asks(*wait))]
    Gateway {
        /// The HTTP status: 502, 503, 504 and the like.
        status: u16,
        /// How long it asks us to wait.
        wait: Option<Duration>,
    },
    /// A good status with an answer that makes no sense.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// More than any answer has.
    #[error("the answer is longer than {limit} bytes")]
    TooLong {
        /// The most that is read.
        limit: usize,
    },
}

impl Doubt {
    /// How long the server asks us to wait.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Failed { wait, .. } | Self::Gateway { wait, .. } => *wait,
            _ => None,
        }
    }
}

/// What the system said of a connection. Words only: it names no header and no body.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct Trouble(String);

impl Trouble {
    /// The last cause: the others repeat the address.
    pub(crate) fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        let causes = std::iter::successors(Some(error), |error| error.source());
        Self(causes.last().map(ToString::to_string).unwrap_or_default())
    }
}

impl CallError {
    /// Whether it may have happened all the same.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown { .. })
    }

    /// Whether the server is done with the request, so that what it did can be seen at once.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Unknown { doubt, .. } => matches!(doubt, Doubt::Failed { .. }),
            _ => true,
        }
    }

    /// How long the server asks us to wait before it is asked again.
    pub fn asked_wait(&self) -> Option<Duration> {
        match self {
            Self::Unavailable { wait, .. } => *wait,
            Self::Unknown { doubt, .. } | Self::NoAnswer { doubt, .. } => doubt.wait(),
            _ => None,
        }
    }

    /// Whether it may well be otherwise in a moment: the network, a server with too much to do.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::NotReached { .. } | Self::NoAnswer { .. } | Self::Unavailable { .. })
    }

    /// Whether every other call would end in the same way: the token, the account.
    pub fn is_of_everything(&self) -> bool {
        matches!(self, Self::Refused { status: 401..=403, .. })
    }

    /// The HTTP status of a refusal.
    pub fn refused_with(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }
}

fn id(request_id: Option<&str>) -> String {
    request_id.map(|id| format!(", request {id}")).unwrap_or_default()
}

fn asks(wait: Option<Duration>) -> String {
    wait.map(|wait| format!(": it asks to wait {} s", wait.as_secs())).unwrap_or_default()
}
