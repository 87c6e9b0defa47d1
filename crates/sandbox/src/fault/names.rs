//! The list of faults, and what each is called.

use std::time::Duration;

use super::Fault;

impl Fault {
    /// One of each, without seconds; `late` comes with none to wait.
    pub const ALL: [Self; 25] = [
        Self::TimeoutBefore,
        Self::TimeoutAfter,
        Self::Late(Duration::ZERO),
        Self::ResetBefore,
        Self::ResetAfter,
        Self::TooMany(None),
        Self::FailedBefore,
        Self::FailedAfter,
        Self::UnavailableBefore(None),
        Self::GatewayAfter,
        Self::HalfBody,
        Self::WrongType,
        Self::Html,
        Self::UnknownStatus,
        Self::ExtraFields,
        Self::Duplicate,
        Self::Trickle,
        Self::Expired,
        Self::BadRequest,
        Self::NotFound,
        Self::Conflict,
        Self::Redirect,
        Self::Empty,
        Self::NoSuccess,
        Self::Stale,
    ];

    /// Its name, without seconds.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TimeoutBefore => "timeout-before",
            Self::TimeoutAfter => "timeout-after",
            Self::Late(_) => "late",
            Self::ResetBefore => "reset-before",
            Self::ResetAfter => "reset-after",
            Self::TooMany(_) => "429",
            Self::FailedBefore => "500-before",
            Self::FailedAfter => "500-after",
            Self::UnavailableBefore(_) => "503-before",
            Self::GatewayAfter => "502-after",
            Self::HalfBody => "half-body",
            Self::WrongType => "wrong-type",
            Self::Html => "html",
            Self::UnknownStatus => "unknown-status",
            Self::ExtraFields => "extra-fields",
            Self::Duplicate => "duplicate",
            Self::Trickle => "trickle",
            Self::Expired => "expired",
            Self::BadRequest => "400",
            Self::NotFound => "404",
            Self::Conflict => "409",
            Self::Redirect => "redirect",
            Self::Empty => "empty",
            Self::NoSuccess => "no-success",
            Self::Stale => "stale",
        }
    }
}
