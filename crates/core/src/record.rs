//! A record: one card's place in a batch.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::key::KeyVersion;

/// The number of a record in its batch: 1 to 2^53-1, so that every JSON reader keeps it exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct RecordId(u64);

/// Not a record id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a record id is a whole number from 1 to 9007199254740991 (2^53-1)")]
pub struct RecordIdOutOfRange;

impl RecordId {
    /// The first.
    pub const MIN: Self = Self(1);
    /// 2^53-1.
    pub const MAX: Self = Self((1 << 53) - 1);

    /// The number.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The record `steps` further on, if there is one.
    pub fn plus(self, steps: u64) -> Option<Self> {
        self.0.checked_add(steps).and_then(|id| Self::try_from(id).ok())
    }
}

impl TryFrom<u64> for RecordId {
    type Error = RecordIdOutOfRange;

    fn try_from(id: u64) -> Result<Self, RecordIdOutOfRange> {
        if (Self::MIN.0..=Self::MAX.0).contains(&id) {
            Ok(Self(id))
        } else {
            Err(RecordIdOutOfRange)
        }
    }
}

impl From<RecordId> for u64 {
    fn from(id: RecordId) -> Self {
        id.0
    }
}

impl FromStr for RecordId {
    type Err = RecordIdOutOfRange;

    fn from_str(text: &str) -> Result<Self, RecordIdOutOfRange> {
        text.parse::<u64>().map_err(|_| RecordIdOutOfRange)?.try_into()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for RecordId {
    fn schema_name() -> Cow<'static, str> {
        "RecordId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The number of a record in its batch.",
            "type": "integer",
            "minimum": Self::MIN.as_u64(),
            "maximum": Self::MAX.as_u64(),
        })
    }
}

/// How often a record's keys were made anew: 0 to 254, so that the key version (one more) fits.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u8", into = "u8")]
pub struct Generation(u8);

/// 255 is no generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a generation is a whole number from 0 to 254")]
pub struct GenerationOutOfRange;

impl Generation {
    /// As in the derivation's message.
    pub const fn as_u8(self) -> u8 {
        self.0
    }

    /// The version the chip keeps beside each key of this generation: never 0, the factory's.
    pub const fn key_version(self) -> KeyVersion {
        KeyVersion(self.0 + 1)
    }

    /// The next one, if there is one.
    pub fn next(self) -> Option<Self> {
        Self::try_from(self.0 + 1).ok()
    }
}

impl TryFrom<u8> for Generation {
    type Error = GenerationOutOfRange;

    fn try_from(generation: u8) -> Result<Self, GenerationOutOfRange> {
        if generation <= 254 { Ok(Self(generation)) } else { Err(GenerationOutOfRange) }
    }
}

impl From<Generation> for u8 {
    fn from(generation: Generation) -> Self {
        generation.0
    }
}
