//! How much is inspected for a lot's size.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An inspection level: from the smallest samples, [`Level::S1`], to the largest, [`Level::III`].
///
/// In files as the tables print it: `S-1` to `S-4`, `I` to `III`. [`FromStr`] also takes `s1`, `ii`.
///
/// Source: ISO 2859-1:1999, 10.1 and Table 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Special, the smallest.
    #[serde(rename = "S-1")]
    S1,
    /// Special.
    #[serde(rename = "S-2")]
    S2,
    /// Special.
    #[serde(rename = "S-3")]
    S3,
    /// Special, the largest.
    #[serde(rename = "S-4")]
    S4,
    /// General, where less discrimination will do.
    I,
    /// General, where nothing else is agreed.
    #[default]
    II,
    /// General, where more discrimination is needed.
    III,
}

/// Not an inspection level.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no inspection level: there are S-1, S-2, S-3, S-4, I, II, III")]
pub struct BadLevel(pub String);

impl Level {
    /// All of them, in the tables' order.
    pub const ALL: [Self; 7] =
        [Self::S1, Self::S2, Self::S3, Self::S4, Self::I, Self::II, Self::III];

    /// As the tables print it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::S1 => "S-1",
            Self::S2 => "S-2",
            Self::S3 => "S-3",
            Self::S4 => "S-4",
            Self::I => "I",
            Self::II => "II",
            Self::III => "III",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Level {
    type Err = BadLevel;

    fn from_str(text: &str) -> Result<Self, BadLevel> {
        let upper = text.to_ascii_uppercase();
        let means = |level: &Self| level.name() == upper || level.name().replace('-', "") == upper;
        Self::ALL.into_iter().find(means).ok_or_else(|| BadLevel(text.to_owned()))
    }
}
