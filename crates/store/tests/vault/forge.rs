//! What someone can do with the vault's file in hand, and without its secrets: edit any row, and mend
//! its digest, which is public. Written from the format's description, not from the vault's code.

use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use sha2::{Digest as _, Sha256};
use tapsmith_core::random::Random as _;
use tapsmith_store::rows::{ALL, Table};

use crate::common::Dice;

/// The table called `name`.
pub(crate) fn table(name: &str) -> &'static Table {
    ALL.iter().find(|table| table.name == name).unwrap()
}

/// All rows of `table`, digest and MAC last, in the order of the key.
pub(crate) fn rows(sql: &Connection, table: &Table) -> Vec<Vec<Value>> {
    let columns: Vec<_> = table.stored_columns().collect();
    let order = table.key_columns().join(", ");
    let select = format!("SELECT {} FROM {} ORDER BY {order}", columns.join(", "), table.name);
    let mut statement = sql.prepare(&select).unwrap();
    let row = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|place| row.get(place)).collect();
    let rows = statement.query_map((), row).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Writes `rows` in the place of all that `table` holds.
pub(crate) fn put(sql: &Connection, table: &Table, rows: &[Vec<Value>]) {
    sql.execute(&format!("DELETE FROM {}", table.name), ()).unwrap();
    for row in rows {
        let places = vec!["?"; row.len()].join(", ");
        let columns: Vec<_> = table.stored_columns().collect();
        let columns = columns.join(", ");
        let insert = format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name);
        sql.execute(&insert, params_from_iter(row)).unwrap();
    }
}

/// Gives each row of a table the digest that fits it.
pub(crate) fn redigest(sql: &Connection, name: &str) {
    let table = table(name);
    let mut rows = rows(sql, table);
    for row in &mut rows {
        let own = table.columns.len();
        let hash = Sha256::digest(canonical(table, &row[..own]));
        row[own] = Value::Blob(hash[..8].to_vec());
    }
    put(sql, table, &rows);
}

/// Gives each row of a table the digest and the MAC that fit it, as its owners could.
pub(crate) fn remac(sql: &Connection, name: &str) {
    redigest(sql, name);
    let table = table(name);
    let (key, own, mut rows) = (rows_key(), table.columns.len(), rows(sql, table));
    for row in &mut rows {
        row[own + 1] = Value::Blob(mac(&key, &canonical(table, &row[..own])));
    }
    put(sql, table, &rows);
}

/// HMAC-SHA-256.
pub(crate) fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(message);
    mac.finalize().into_bytes().to_vec()
}

/// The key of the rows' MACs, from what the generator gave when the vault was made: what its owners
/// alone can know.
pub(crate) fn rows_key() -> Vec<u8> {
    let (mut id, mut data_key) = ([0; 16], [0; 32]);
    let mut dice = Dice(1);
    dice.fill(&mut id).unwrap();
    dice.fill(&mut data_key).unwrap();
    mac(&data_key, &[b"tapsmith rows", &id[..]].concat())
}

/// The table's name, then name and value of each column that holds something.
pub(crate) fn canonical(table: &Table, values: &[Value]) -> Vec<u8> {
    let mut out = table.name.as_bytes().to_vec();
    for (column, value) in table.columns.iter().zip(values) {
        let (kind, bytes) = match value {
            Value::Null => continue,
            Value::Integer(number) => (1, number.to_be_bytes().to_vec()),
            Value::Text(text) => (2, text.clone().into_bytes()),
            Value::Blob(bytes) => (3, bytes.clone()),
            Value::Real(_) => unreachable!("STRICT tables without such a column"),
        };
        out.push(b'\n');
        out.extend(column.as_bytes());
        out.push(kind);
        out.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
        out.extend(bytes);
    }
    out
}

/// Puts another value, of the same type, into `column` of the row at `place`.
pub(crate) fn change(sql: &Connection, table: &Table, place: usize, column: &str) {
    let at = table.stored_columns().position(|name| name == column).unwrap();
    let mut rows = rows(sql, table);
    let value = &mut rows[place][at];
    *value = match std::mem::replace(value, Value::Null) {
        Value::Integer(bit) if ["is_virtual", "rehearsal"].contains(&column) => {
            Value::Integer(1 - bit)
        }
        Value::Integer(number) => Value::Integer(number + 1000),
        Value::Text(text) => Value::Text(format!("{text}x")),
        Value::Blob(mut bytes) => {
            *bytes.last_mut().unwrap() ^= 1;
            Value::Blob(bytes)
        }
        Value::Null | Value::Real(_) => Value::Text("x".to_owned()),
    };
    put(sql, table, &rows);
}
