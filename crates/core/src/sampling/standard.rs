//! Whose tables are used.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A standard of single sampling by attributes. In files: `iso2859-1`, `z1.4`.
///
/// Code letters, normal and tightened inspection are the same in both; the tables of reduced
/// inspection are not: [`Standard::reduced_edition`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Standard {
    /// The international standard, second edition.
    #[default]
    #[serde(rename = "iso2859-1")]
    Iso2859_1,
    /// The American standard, MIL-STD-105E before.
    #[serde(rename = "z1.4")]
    Z1_4,
}

/// Not a standard that is known here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no sampling standard known here: there are iso2859-1, z1.4")]
pub struct BadStandard(pub String);

impl Standard {
    /// Both, the default first.
    pub const ALL: [Self; 2] = [Self::Iso2859_1, Self::Z1_4];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iso2859_1 => "iso2859-1",
            Self::Z1_4 => "z1.4",
        }
    }

    /// Its name in reports.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Iso2859_1 => "ISO 2859-1:1999",
            Self::Z1_4 => "ANSI/ASQ Z1.4 (MIL-STD-105E)",
        }
    }

    /// The table of reduced inspection that is used.
    pub const fn reduced_edition(self) -> &'static str {
        match self {
            Self::Iso2859_1 => "ISO 2859-1:1999, Table 2-C (no gap between Ac and Re)",
            Self::Z1_4 => "ANSI/ASQ Z1.4, Table II-C (with a gap between Ac and Re)",
        }
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Standard {
    type Err = BadStandard;

    fn from_str(text: &str) -> Result<Self, BadStandard> {
        let mut all = Self::ALL.into_iter();
        all.find(|standard| standard.name() == text).ok_or_else(|| BadStandard(text.to_owned()))
    }
}
