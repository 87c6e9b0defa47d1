//! A row while its fields are being read.

use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_core::profile::OrderKeys;
use tapsmith_core::record::RecordId;

use super::{Column, ImportedRow, Problem};

/// What is known of a row so far.
#[derive(Debug)]
pub(super) struct Draft {
    order: OrderKeys,
    record: Option<RecordId>,
    url: Option<String>,
    keys: [Option<AesKey>; 5],
}

impl Draft {
    pub(super) const fn new(order: OrderKeys) -> Self {
        Self { order, record: None, url: None, keys: [None, None, None, None, None] }
    }

    /// Reads what stands in `column`. An empty text is as good as none.
    pub(super) fn set(&mut self, column: Column, text: &str) -> Result<(), Problem> {
        let text = text.trim_ascii();
        match column.role(self.order) {
            _ if text.is_empty() => Ok(()),
            Some(role) => self.set_key(column, role, text),
            None if column == Column::RecordId => self.set_record(record_id(text)?),
            None => once(&mut self.url, text.to_owned(), column),
        }
    }

    /// Reads a number, as JSON has it.
    pub(super) fn set_number(&mut self, column: Column, number: u64) -> Result<(), Problem> {
        if column == Column::RecordId {
            self.set_record(number.try_into().map_err(|_| Problem::BadRecordId)?)
        } else {
            Err(Problem::NotText(column))
        }
    }

    fn set_record(&mut self, record: RecordId) -> Result<(), Problem> {
        once(&mut self.record, record, Column::RecordId)
    }

    fn set_key(&mut self, column: Column, role: Role, text: &str) -> Result<(), Problem> {
        let key = AesKey::from_hex(text).map_err(|problem| Problem::Key { column, problem })?;
        if key == AesKey::factory() {
            return Err(Problem::FactoryKey(column));
        }
        let slot = role.of_mut(&mut self.keys);
        if slot.as_ref().is_some_and(|other| *other != key) {
            return Err(Problem::TwoKeys { column, role: role.name() });
        }
        *slot = Some(key);
        Ok(())
    }

    /// The row, which began at `line`.
    pub(super) fn finish(self, line: u64) -> Result<ImportedRow, Problem> {
        let Self { record, url, keys, .. } = self;
        let record = record.ok_or(Problem::NoRecordId)?;
        if keys.iter().all(Option::is_none) {
            return Err(Problem::NoKey);
        }
        Ok(ImportedRow { record, line, url, keys })
    }
}

/// Digits only: `+5` and `007` are not how an address writes a record.
fn record_id(text: &str) -> Result<RecordId, Problem> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    if plain { text.parse().map_err(|_| Problem::BadRecordId) } else { Err(Problem::BadRecordId) }
}

fn once<T>(place: &mut Option<T>, value: T, column: Column) -> Result<(), Problem> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Problem::Twice(column)),
    }
}
