//! Classes of defects.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad a defect is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// The card can be copied, or is a copy.
    Critical,
    /// The card does not do what was ordered.
    Major,
    /// The card does it, and does not look as ordered.
    Minor,
}

impl Class {
    /// All, the worst first.
    pub const ALL: [Self; 3] = [Self::Critical, Self::Major, Self::Minor];
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Critical => "critical",
            Self::Major => "major",
            Self::Minor => "minor",
        })
    }
}

/// A defect of one card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad it is.
    pub class: Class,
    /// The check that found it, or what stands for one (`duplicate`, `visual`).
    pub name: String,
    /// What was found, in a few words.
    pub detail: String,
}
