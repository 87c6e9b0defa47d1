//! A batch as a row.

use std::fmt;

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::record::RecordId;

use crate::error::{Damage, Error};
use crate::rows::{Column as _, Row, Value, json};

/// Whether cards are made of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchState {
    /// They are.
    Active,
    /// No more; those there are can be verified.
    Retired,
}

impl BatchState {
    pub(crate) const ALL: [Self; 2] = [Self::Active, Self::Retired];
}

/// The word in the vault.
impl fmt::Display for BatchState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Active => "active",
            Self::Retired => "retired",
        })
    }
}

/// A batch, and what the vault knows besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The batch.
    pub batch: Batch,
    /// How many records it has: fewer than its range if imported keys leave gaps.
    pub record_count: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether cards are made of it.
    pub state: BatchState,
    /// The PKCS#11 URI of the token that holds its master key.
    pub hsm: Option<String>,
}

impl Stored {
    /// The row, with the master key as it is sealed in the vault.
    pub(super) fn values(
        &self,
        number: i64,
        sealed_master: Option<Vec<u8>>,
    ) -> Result<Vec<Value>, Error> {
        let Self { batch, record_count, created_at, state, hsm } = self;
        Ok(vec![
            number.to_value(),
            batch.id.to_value(),
            batch.name.to_value(),
            batch.records.first().to_value(),
            batch.records.last().to_value(),
            record_count.cast_signed().to_value(),
            batch.base_url.to_value(),
            batch.keys.to_value(),
            json(&batch.profile)?,
            created_at.to_value(),
            state.to_value(),
            sealed_master.map_or(Value::Null, Value::Blob),
            hsm.to_value(),
        ])
    }

    pub(crate) fn of(row: &Row<'_>) -> Result<Self, Error> {
        let batch = Batch {
            id: row.get("id")?,
            name: row.get("name")?,
            records: range(row.get("first_record")?, row.get("last_record")?)?,
            base_url: row.get("base_url")?,
            keys: row.get("keys")?,
            profile: row.get("profile")?,
        };
        Ok(Self {
            batch,
            record_count: row.get::<i64>("record_count")?.cast_unsigned(),
            created_at: row.get("created_at")?,
            state: row.get("state")?,
            hsm: row.get("hsm")?,
        })
    }
}

/// From `first` to `last`.
pub(crate) fn range(first: RecordId, last: RecordId) -> Result<RecordRange, Damage> {
    let steps = last.as_u64().checked_sub(first.as_u64()).ok_or(Damage::Records)?;
    RecordRange::new(first, steps + 1).map_err(|_| Damage::Records)
}
