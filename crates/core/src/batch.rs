//! A batch: records that share a base URL, a profile and a key scheme.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::profile::Profile;
use crate::record::RecordId;

/// What names a batch in the key derivation, for ever: a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchId(pub Uuid);

impl fmt::Display for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What people call a batch: `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, so that it can name files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BatchName(String);

/// Not a name for a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "a batch name is 1 to 64 letters, digits, '.', '_' or '-', and starts with a letter or digit"
)]
pub struct BadBatchName;

impl BatchName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BatchName {
    type Err = BadBatchName;

    fn from_str(text: &str) -> Result<Self, BadBatchName> {
        let fits = text.len() <= 64
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if fits { Ok(Self(text.to_owned())) } else { Err(BadBatchName) }
    }
}

impl TryFrom<String> for BatchName {
    type Error = BadBatchName;

    fn try_from(text: String) -> Result<Self, BadBatchName> {
        text.parse()
    }
}

impl From<BatchName> for String {
    fn from(name: BatchName) -> Self {
        name.0
    }
}

impl fmt::Display for BatchName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How a batch comes to its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyScheme {
    /// Each key is computed from the batch's master key: [`crate::derive::ts1`].
    Derived,
    /// Each key is random and kept in the vault.
    Random,
    /// The keys are others', and kept in the vault.
    Imported,
}

impl KeyScheme {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Derived, Self::Random, Self::Imported];
}

impl fmt::Display for KeyScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Derived => "derived",
            Self::Random => "random",
            Self::Imported => "imported",
        })
    }
}

/// What is known of a batch without any secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Its name in the key derivation.
    pub id: BatchId,
    /// Its name for people.
    pub name: BatchName,
    /// The records it holds.
    pub records: RecordRange,
    /// Where every record's address starts, as it was typed.
    pub base_url: String,
    /// How its keys are made.
    pub keys: KeyScheme,
    /// What its cards shall be, as it stood when the batch was made.
    pub profile: Profile,
}

/// Consecutive records: from a first one, so many. Never empty, never beyond [`RecordId::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRange {
    first: RecordId,
    last: RecordId,
}

/// No such range of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadRange {
    /// A count of 0.
    #[error("the count is 0: a batch has at least one record")]
    Empty,
    /// The last record would be beyond 2^53-1.
    #[error("{count} records from {first} on go beyond the last record id, 9007199254740991")]
    TooFar {
        /// The first record.
        first: RecordId,
        /// How many were asked for.
        count: u64,
    },
}

impl RecordRange {
    /// `count` records from `first` on.
    ///
    /// # Errors
    /// A count of 0, or a range that goes beyond the last record id.
    pub fn new(first: RecordId, count: u64) -> Result<Self, BadRange> {
        let steps = count.checked_sub(1).ok_or(BadRange::Empty)?;
        let last = first.plus(steps).ok_or(BadRange::TooFar { first, count })?;
        Ok(Self { first, last })
    }

    /// The first record.
    pub const fn first(self) -> RecordId {
        self.first
    }

    /// The last record.
    pub const fn last(self) -> RecordId {
        self.last
    }

    /// How many records.
    pub const fn count(self) -> u64 {
        self.last.as_u64() - self.first.as_u64() + 1
    }

    /// Whether `id` is one of them.
    pub fn contains(self, id: RecordId) -> bool {
        (self.first..=self.last).contains(&id)
    }

    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = RecordId> {
        (0..self.count()).filter_map(move |step| self.first.plus(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_can_name_files() {
        for good in ["a", "first-batch", "2026.11_x", &"x".repeat(64)] {
            assert!(good.parse::<BatchName>().is_ok(), "{good}");
        }
        for bad in ["", ".hidden", "a b", "a/b", "ä", &"x".repeat(65)] {
            assert_eq!(bad.parse::<BatchName>(), Err(BadBatchName), "{bad}");
        }
    }

    #[test]
    fn ranges_end_at_the_last_record_id() {
        assert_eq!(RecordRange::new(RecordId::MIN, 0), Err(BadRange::Empty));
        let all = RecordRange::new(RecordId::MIN, RecordId::MAX.as_u64()).unwrap();
        assert_eq!(all.last(), RecordId::MAX);
        assert!(RecordRange::new(RecordId::MAX, 2).is_err());
        assert!(RecordRange::new(RecordId::MAX, u64::MAX).is_err());
        let three = RecordRange::new(RecordId::try_from(7).unwrap(), 3).unwrap();
        assert_eq!(three.iter().map(RecordId::as_u64).collect::<Vec<_>>(), [7, 8, 9]);
    }
}
