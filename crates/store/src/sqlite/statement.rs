//! Rows in SQL.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, ToSql, params_from_iter};

use crate::error::Error;
use crate::rows::{Table, Value, Visitor, Wanted};

/// Shows `each` the wanted rows.
pub(super) fn visit(
    connection: &Connection,
    table: &Table,
    wanted: &Wanted,
    each: &mut Visitor<'_>,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(&select(table, wanted))?;
    let values = wanted.equal.iter().chain(&wanted.from).map(|(_, value)| value);
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if each(stored(table, row)?)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Writes a row, with the verb `INSERT` or `REPLACE`.
pub(super) fn put(
    connection: &Connection,
    verb: &str,
    table: &Table,
    stored: &[Value],
) -> Result<(), Error> {
    let columns: Vec<_> = table.stored_columns().collect();
    let places = vec!["?"; columns.len()].join(", ");
    let sql = format!("{verb} INTO {} ({}) VALUES ({places})", table.name, columns.join(", "));
    connection.prepare_cached(&sql)?.execute(params_from_iter(stored))?;
    Ok(())
}

/// Takes a row out.
pub(super) fn remove(connection: &Connection, table: &Table, key: &[Value]) -> Result<(), Error> {
    let columns: Vec<_> =
        table.key_columns().iter().map(|column| format!("{column} = ?")).collect();
    let sql = format!("DELETE FROM {} WHERE {}", table.name, columns.join(" AND "));
    connection.prepare_cached(&sql)?.execute(params_from_iter(key))?;
    Ok(())
}

fn select(table: &Table, wanted: &Wanted) -> String {
    let columns: Vec<_> = table.stored_columns().collect();
    let equal = wanted.equal.iter().map(|(column, _)| format!("{column} = ?"));
    let from = wanted.from.iter().map(|(column, _)| format!("{column} >= ?"));
    let conditions: Vec<_> = equal.chain(from).collect();
    let filter = if conditions.is_empty() { "" } else { " WHERE " };
    let direction = if wanted.backwards { " DESC" } else { "" };
    let order: Vec<_> =
        table.key_columns().iter().map(|column| format!("{column}{direction}")).collect();
    format!(
        "SELECT {} FROM {}{filter}{} ORDER BY {}",
        columns.join(", "),
        table.name,
        conditions.join(" AND "),
        order.join(", ")
    )
}

fn stored(table: &Table, row: &Row<'_>) -> Result<Vec<Value>, Error> {
    let places = 0..table.stored_columns().count();
    places.map(|place| Ok(value(row.get_ref(place)?)?)).collect()
}

fn value(value: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(_) => Value::Text(value.as_str()?.to_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        // No column of ours holds such a number.
        ValueRef::Real(_) => return Err(rusqlite::types::FromSqlError::InvalidType.into()),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
