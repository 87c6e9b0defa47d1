//! A table: its name, its columns, its key.

use super::Value;

/// The two columns after a table's own.
pub(crate) const DIGEST: &str = "digest";
/// See [`DIGEST`].
pub(crate) const MAC: &str = "mac";

/// A table, as data: the SQL of each database says the same in its own words.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, those of the key first.
    pub columns: &'static [&'static str],
    /// How many columns make the key. Rows are ordered by it.
    pub key: usize,
}

impl Table {
    /// The columns of the key.
    pub fn key_columns(&self) -> &'static [&'static str] {
        self.columns.get(..self.key).unwrap_or(self.columns)
    }

    /// All columns, the digest and the MAC too.
    pub fn stored_columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().copied().chain([DIGEST, MAC])
    }

    /// A row in a form that no other row of any table has: the table's name, then name and value of
    /// each column that holds something. A column added later, and empty, changes nothing.
    pub(crate) fn canonical(&self, values: &[Value]) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        out.extend_from_slice(self.name.as_bytes());
        for (column, value) in self.columns.iter().zip(values) {
            if *value != Value::Null {
                out.push(b'\n');
                out.extend_from_slice(column.as_bytes());
                value.encode(&mut out);
            }
        }
        out
    }
}
