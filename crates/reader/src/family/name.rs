//! Families by the names that `--reader-profile` takes.

use std::{fmt, str::FromStr};

use super::Family;

/// A name that is no family's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no family of readers is called {name:?}; there are {}", names())]
pub struct NoSuchFamily {
    /// What was named.
    pub name: String,
}

impl FromStr for Family {
    type Err = NoSuchFamily;

    fn from_str(name: &str) -> Result<Self, NoSuchFamily> {
        let found = Self::ALL.into_iter().find(|family| family.name() == name);
        found.ok_or_else(|| NoSuchFamily { name: name.to_owned() })
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// All names, for a sentence.
fn names() -> String {
    Family::ALL.map(Family::name).join(", ")
}
