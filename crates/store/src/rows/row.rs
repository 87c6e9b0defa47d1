//! A row that was checked.

use super::{Column, Table, Value};
use crate::error::{Damage, Error};

/// A row whose digest, or whose MAC if the vault is open, was found right.
#[derive(Debug)]
pub(crate) struct Row<'t> {
    table: &'t Table,
    values: Vec<Value>,
}

impl<'t> Row<'t> {
    pub(crate) fn new(table: &'t Table, values: Vec<Value>) -> Self {
        Self { table, values }
    }

    /// The row in the form that its digest and its MAC are over.
    pub(crate) fn canonical(&self) -> Vec<u8> {
        self.table.canonical(&self.values)
    }

    /// What `column` holds.
    pub(crate) fn get<T: Column>(&self, column: &'static str) -> Result<T, Error> {
        let place = self.table.columns.iter().position(|name| *name == column);
        let value = place.and_then(|place| self.values.get(place));
        let read = value.and_then(T::from_value);
        read.ok_or_else(|| Damage::Value { table: self.table.name, column }.into())
    }
}
