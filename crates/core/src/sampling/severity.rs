//! How strictly a lot is inspected, after what its supplier has delivered before.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The severity of inspection. In files: `normal`, `tightened`, `reduced`.
///
/// Source: ISO 2859-1:1999, 9; which one is due is told by [`super::switching::after`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Where nothing else is due.
    #[default]
    Normal,
    /// After lots that were not accepted.
    Tightened,
    /// After many good lots, where people agree to it.
    Reduced,
}

/// Not a severity.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no severity of inspection: there are normal, tightened, reduced")]
pub struct BadSeverity(pub String);

impl Severity {
    /// All three, the default first.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Tightened, Self::Reduced];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Tightened => "tightened",
            Self::Reduced => "reduced",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Severity {
    type Err = BadSeverity;

    fn from_str(text: &str) -> Result<Self, BadSeverity> {
        let mut all = Self::ALL.into_iter();
        all.find(|severity| severity.name() == text).ok_or_else(|| BadSeverity(text.to_owned()))
    }
}
