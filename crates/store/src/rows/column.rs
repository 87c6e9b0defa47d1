//! The domain's types in columns. What a column holds that its type does not allow is an error of
//! the read, never a value.

use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tapsmith_core::batch::{BatchId, BatchName, KeyScheme};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::layout::Layout;
use tapsmith_core::profile::Profile;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use uuid::Uuid;

use super::Value;
use crate::batch::BatchState;
use crate::card::CardState;
use crate::error::Error;
use crate::order::LineRun;
use crate::qa::PlanState;
use crate::submission::SubmissionState;

/// A type that a column can hold.
pub(crate) trait Column: Sized {
    /// As the column holds it.
    fn to_value(&self) -> Value;
    /// What the column holds; none if that is no such thing.
    fn from_value(value: &Value) -> Option<Self>;
}

/// What is kept as JSON, on its way into a column.
pub(crate) fn json(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_string(value).map(Value::Text).map_err(Error::Json)
}

impl Column for i64 {
    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }

    fn from_value(value: &Value) -> Option<Self> {
        let Value::Integer(number) = value else { return None };
        Some(*number)
    }
}

/// Numbers that fit SQLite's 64 bits with a sign.
macro_rules! small_numbers {
    ($($number:ty),+) => { $(
        impl Column for $number {
            fn to_value(&self) -> Value {
                Value::Integer((*self).into())
            }

            fn from_value(value: &Value) -> Option<Self> {
                i64::from_value(value)?.try_into().ok()
            }
        }
    )+ };
}

small_numbers!(u8, u32);

impl Column for bool {
    fn to_value(&self) -> Value {
        Value::Integer((*self).into())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(0) => Some(false),
            Value::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl Column for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        Some(text.clone())
    }
}

impl Column for Vec<u8> {
    fn to_value(&self) -> Value {
        Value::Blob(self.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        let Value::Blob(bytes) = value else { return None };
        Some(bytes.clone())
    }
}

impl<const N: usize> Column for [u8; N] {
    fn to_value(&self) -> Value {
        Value::Blob(self.to_vec())
    }

    fn from_value(value: &Value) -> Option<Self> {
        let Value::Blob(bytes) = value else { return None };
        bytes.as_slice().try_into().ok()
    }
}

impl<T: Column> Column for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }

    fn from_value(value: &Value) -> Option<Self> {
        if *value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

/// An integer of at most 53 bits.
impl Column for RecordId {
    fn to_value(&self) -> Value {
        Value::Integer(self.as_u64().cast_signed())
    }

    fn from_value(value: &Value) -> Option<Self> {
        u64::try_from(i64::from_value(value)?).ok()?.try_into().ok()
    }
}

impl Column for Generation {
    fn to_value(&self) -> Value {
        self.as_u8().to_value()
    }

    fn from_value(value: &Value) -> Option<Self> {
        u8::from_value(value)?.try_into().ok()
    }
}

impl Column for ReadCounter {
    fn to_value(&self) -> Value {
        u32::from(*self).to_value()
    }

    fn from_value(value: &Value) -> Option<Self> {
        u32::from_value(value)?.try_into().ok()
    }
}

impl Column for Uid {
    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn from_value(value: &Value) -> Option<Self> {
        Column::from_value(value).map(Self)
    }
}

impl Column for BatchId {
    fn to_value(&self) -> Value {
        self.0.as_bytes().to_value()
    }

    fn from_value(value: &Value) -> Option<Self> {
        Column::from_value(value).map(|bytes| Self(Uuid::from_bytes(bytes)))
    }
}

impl Column for BatchName {
    fn to_value(&self) -> Value {
        Value::Text(self.as_str().to_owned())
    }

    fn from_value(value: &Value) -> Option<Self> {
        parsed(value)
    }
}

/// RFC 3339.
impl Column for Timestamp {
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }

    fn from_value(value: &Value) -> Option<Self> {
        parsed(value)
    }
}

/// Words: those of their `Display`.
macro_rules! words {
    ($($word:ty: $all:expr),+ $(,)?) => { $(
        impl Column for $word {
            fn to_value(&self) -> Value {
                Value::Text(self.to_string())
            }

            fn from_value(value: &Value) -> Option<Self> {
                let Value::Text(text) = value else { return None };
                $all.into_iter().find(|word| word.to_string() == *text)
            }
        }
    )+ };
}

words! {
    KeyScheme: KeyScheme::ALL,
    CardState: CardState::ALL,
    BatchState: BatchState::ALL,
    SubmissionState: SubmissionState::ALL,
    PlanState: PlanState::ALL,
}

/// JSON, on its way out: what goes in is [`json`]'s.
pub(crate) fn from_json<T: DeserializeOwned>(value: &Value) -> Option<T> {
    let Value::Text(text) = value else { return None };
    serde_json::from_str(text).ok()
}

/// Kept as JSON: read here, written by [`json`], which may fail.
macro_rules! kept_as_json {
    ($($kept:ty),+) => { $(
        impl Column for $kept {
            fn to_value(&self) -> Value {
                json(self).unwrap_or(Value::Null)
            }

            fn from_value(value: &Value) -> Option<Self> {
                from_json(value)
            }
        }
    )+ };
}

kept_as_json!(Layout, Profile, Vec<LineRun>);

fn parsed<T: FromStr>(value: &Value) -> Option<T> {
    let Value::Text(text) = value else { return None };
    text.parse().ok()
}
