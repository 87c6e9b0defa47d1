//! A check has a name, an outcome and a reason; checks make a verdict.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What was checked and what came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name, for programs too.
    pub name: Cow<'static, str>,
    /// What came out.
    pub outcome: Outcome,
    /// What was found, or why it was skipped.
    pub detail: String,
}

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// As it should be.
    Pass,
    /// Not as it should be.
    Fail,
    /// Not looked at; the detail says why.
    Skipped,
}

/// The word over all checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No check failed.
    Pass,
    /// One did.
    Fail,
}

impl Check {
    /// A check that came out well.
    pub fn pass(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name: name.into(), outcome: Outcome::Pass, detail: detail.into() }
    }

    /// A check that failed.
    pub fn fail(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name: name.into(), outcome: Outcome::Fail, detail: detail.into() }
    }

    /// A check nobody made.
    pub fn skipped(name: &'static str, reason: impl Into<String>) -> Self {
        Self { name: name.into(), outcome: Outcome::Skipped, detail: reason.into() }
    }

    /// A check that fails unless `good`.
    pub fn that(name: &'static str, good: bool, pass: &str, fail: &str) -> Self {
        if good { Self::pass(name, pass) } else { Self::fail(name, fail) }
    }
}

impl Verdict {
    /// Fail if any check failed.
    pub fn over(checks: &[Check]) -> Self {
        Self::of(checks.iter().all(|check| check.outcome != Outcome::Fail))
    }

    /// Fail unless `good`.
    pub fn of(good: bool) -> Self {
        if good { Self::Pass } else { Self::Fail }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pass => "pass",
            Self::Fail => "FAIL",
            Self::Skipped => "skipped",
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
        })
    }
}
