//! Faults as they are typed: `FAULT[@CALL][*TIMES]`, like `timeout-after@create` or `429:2@find*3`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use super::{Fault, Planned};
use crate::call::{CallName, UnknownCall};

/// Why a text plans no fault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadPlan {
    /// No fault has this name.
    #[error("there is no fault {0:?}: expected one of {list}", list = names())]
    Fault(String),
    /// No call has this name.
    #[error(transparent)]
    Call(#[from] UnknownCall),
    /// Not a number of times.
    #[error("{0:?} is no number of times: expected one like 3, from 1")]
    Times(String),
    /// Not a number of seconds, or too many.
    #[error("{0:?} is no number of seconds")]
    Seconds(String),
    /// Missing seconds.
    #[error("{0} needs seconds, like {0}:2")]
    NoSeconds(&'static str),
    /// Seconds where none belong.
    #[error("{0} takes no seconds")]
    ExtraSeconds(&'static str),
    /// It cannot happen to that call.
    #[error("{fault} cannot happen to {call}")]
    Unfit {
        /// The fault.
        fault: &'static str,
        /// The call.
        call: CallName,
    },
}

impl Fault {
    /// The same with the seconds in `text`.
    fn with_seconds(self, text: Option<&str>) -> Result<Self, BadPlan> {
        let bad = |text: &str| BadPlan::Seconds(text.to_owned());
        let whole =
            |text: Option<&str>| text.map(|text| text.parse().map_err(|_| bad(text))).transpose();
        match (self, text) {
            (Self::TooMany(_), text) => Ok(Self::TooMany(whole(text)?)),
            (Self::UnavailableBefore(_), text) => Ok(Self::UnavailableBefore(whole(text)?)),
            (Self::Late(_), Some(text)) => {
                let seconds = text.parse().map_err(|_| bad(text))?;
                Duration::try_from_secs_f64(seconds).map(Self::Late).map_err(|_| bad(text))
            }
            (Self::Late(_), None) => Err(BadPlan::NoSeconds(self.name())),
            (fault, None) => Ok(fault),
            (fault, Some(_)) => Err(BadPlan::ExtraSeconds(fault.name())),
        }
    }
}

impl FromStr for Fault {
    type Err = BadPlan;

    fn from_str(text: &str) -> Result<Self, BadPlan> {
        let (name, seconds) = optional(text.split_once(':'), text);
        let fault = Self::ALL.into_iter().find(|fault| fault.name() == name);
        fault.ok_or_else(|| BadPlan::Fault(name.to_owned()))?.with_seconds(seconds)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match self {
            Self::TooMany(Some(seconds)) | Self::UnavailableBefore(Some(seconds)) => {
                write!(f, "{name}:{seconds}")
            }
            Self::Late(wait) => write!(f, "{name}:{}", wait.as_secs_f64()),
            _ => f.write_str(name),
        }
    }
}

impl FromStr for Planned {
    type Err = BadPlan;

    fn from_str(text: &str) -> Result<Self, BadPlan> {
        let (text, times) = optional(text.rsplit_once('*'), text);
        let (text, call) = optional(text.rsplit_once('@'), text);
        let fault: Fault = text.parse()?;
        let call = call.map(CallName::from_str).transpose()?;
        if let Some(call) = call.filter(|call| !fault.fits(*call)) {
            return Err(BadPlan::Unfit { fault: fault.name(), call });
        }
        let bad = |times: &str| BadPlan::Times(times.to_owned());
        let times = times.map_or(Ok(1), |times| times.parse().map_err(|_| bad(times)))?;
        if times == 0 { Err(bad("0")) } else { Ok(Self { call, fault, times }) }
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.fault)?;
        if let Some(call) = self.call {
            write!(f, "@{call}")?;
        }
        if self.times == 1 { Ok(()) } else { write!(f, "*{}", self.times) }
    }
}

/// What stands before a sign and what stands behind it; all of `text`, if it has none.
fn optional<'t>(parts: Option<(&'t str, &'t str)>, text: &'t str) -> (&'t str, Option<&'t str>) {
    parts.map_or((text, None), |(before, behind)| (before, Some(behind)))
}

fn names() -> String {
    Fault::ALL.map(|fault| fault.name()).join(", ")
}
