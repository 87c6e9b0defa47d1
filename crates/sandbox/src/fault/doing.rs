//! What a fault does to a call, and to its answer.

use std::time::Duration;

use super::Fault;
use crate::call::CallName;

/// Whether and when a call is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    /// Not at all.
    Never,
    /// At once.
    Now,
    /// At once, and again.
    Twice,
    /// After so long.
    Later(Duration),
    /// At once, but in the world before the last change.
    Before,
}

/// How an answer is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sending {
    /// Whole.
    Whole,
    /// Half of it, then the connection is closed.
    Half,
    /// A byte at a time.
    Trickle,
    /// Not at all: the connection is closed.
    Closed,
    /// Not at all: the connection stays open.
    Silence,
}

impl Fault {
    pub(crate) const fn doing(&self) -> Doing {
        match self {
            Self::TimeoutBefore
            | Self::ResetBefore
            | Self::TooMany(_)
            | Self::FailedBefore
            | Self::UnavailableBefore(_)
            | Self::Expired
            | Self::BadRequest
            | Self::NotFound
            | Self::Conflict
            | Self::Redirect
            | Self::NoSuccess => Doing::Never,
            Self::Late(wait) => Doing::Later(*wait),
            Self::Duplicate => Doing::Twice,
            Self::Stale => Doing::Before,
            Self::TimeoutAfter
            | Self::ResetAfter
            | Self::FailedAfter
            | Self::GatewayAfter
            | Self::HalfBody
            | Self::WrongType
            | Self::Html
            | Self::UnknownStatus
            | Self::ExtraFields
            | Self::Trickle
            | Self::Empty => Doing::Now,
        }
    }

    pub(crate) const fn sending(&self) -> Sending {
        match self {
            Self::TimeoutBefore | Self::TimeoutAfter | Self::Late(_) => Sending::Silence,
            Self::ResetBefore | Self::ResetAfter => Sending::Closed,
            Self::HalfBody => Sending::Half,
            Self::Trickle => Sending::Trickle,
            _ => Sending::Whole,
        }
    }

    /// Whether it can happen to `call`.
    pub(crate) const fn fits(&self, call: CallName) -> bool {
        match self {
            Self::Duplicate => matches!(call, CallName::Create),
            Self::Stale => !call.changes(),
            _ => true,
        }
    }
}
