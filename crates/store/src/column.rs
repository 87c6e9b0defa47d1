//! The domain's types in SQLite's columns. What a column holds that its type does not allow is an
//! error of the read, never a value.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use tapsmith_core::batch::{BatchId, BatchName, KeyScheme};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::layout::Layout;
use tapsmith_core::profile::Profile;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use uuid::Uuid;

use crate::card::CardState;

/// A value of the domain on its way into or out of a column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Col<T>(pub(crate) T);

/// An integer. SQLite's are 64 bits with a sign; a record id has 53.
impl FromSql for Col<RecordId> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let id = value.as_i64()?;
        u64::try_from(id)
            .ok()
            .and_then(|id| RecordId::try_from(id).ok())
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(id))
    }
}

impl ToSql for Col<RecordId> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_u64().cast_signed().into())
    }
}

impl FromSql for Col<Generation> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u8::column_result(value)?.try_into().map(Self).map_err(FromSqlError::other)
    }
}

impl ToSql for Col<Generation> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_u8().into())
    }
}

impl FromSql for Col<ReadCounter> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u32::column_result(value)?.try_into().map(Self).map_err(FromSqlError::other)
    }
}

impl ToSql for Col<ReadCounter> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(u32::from(self.0).into())
    }
}

impl FromSql for Col<Uid> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 7]>::column_result(value).map(|bytes| Self(Uid(bytes)))
    }
}

impl ToSql for Col<Uid> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.0.as_slice().into())
    }
}

impl FromSql for Col<BatchId> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 16]>::column_result(value).map(|bytes| Self(BatchId(Uuid::from_bytes(bytes))))
    }
}

impl ToSql for Col<BatchId> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.0.as_bytes().as_slice().into())
    }
}

impl FromSql for Col<BatchName> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value)
    }
}

impl FromSql for Col<Timestamp> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value)
    }
}

/// RFC 3339.
impl ToSql for Col<Timestamp> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

/// The word of its `Display`.
impl FromSql for Col<KeyScheme> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        word(value, [KeyScheme::Derived, KeyScheme::Random])
    }
}

impl FromSql for Col<CardState> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        word(value, CardState::ALL)
    }
}

/// JSON.
impl FromSql for Col<Layout> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(FromSqlError::other)
    }
}

/// JSON.
impl FromSql for Col<Profile> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(FromSqlError::other)
    }
}

fn parsed<T>(value: ValueRef<'_>) -> FromSqlResult<Col<T>>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    value.as_str()?.parse().map(Col).map_err(FromSqlError::other)
}

/// The one of `all` that prints as the column's text.
fn word<T: ToString, const N: usize>(value: ValueRef<'_>, all: [T; N]) -> FromSqlResult<Col<T>> {
    let text = value.as_str()?;
    all.into_iter().find(|word| word.to_string() == text).map(Col).ok_or(FromSqlError::InvalidType)
}
