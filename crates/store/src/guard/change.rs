//! A change of the vault: whole or not at all, each row with its digest and MAC, the totals kept, and
//! what happened written down.

use jiff::Timestamp;

use super::{GuardKeys, Mac, Reader, Totals, stored};
use crate::error::Error;
use crate::history::{Event, Link, Operator};
use crate::rows::{HISTORY, TOTALS, Table, Value, Wanted, Writing};

/// A change under way. Dropped without [`Change::commit`] it never was.
pub(crate) struct Change<'v> {
    writing: Box<dyn Writing + 'v>,
    keys: &'v GuardKeys,
    operator: &'v Operator,
    totals: Totals,
}

impl<'v> Change<'v> {
    /// A change of a vault that is there.
    pub(crate) fn begin(
        writing: Box<dyn Writing + 'v>,
        keys: &'v GuardKeys,
        operator: &'v Operator,
    ) -> Result<Self, Error> {
        let totals = Totals::read(&Reader::new(&*writing, Some(keys)))?;
        Ok(Self { writing, keys, operator, totals })
    }

    /// The first change of all.
    pub(crate) fn first(
        writing: Box<dyn Writing + 'v>,
        keys: &'v GuardKeys,
        operator: &'v Operator,
    ) -> Self {
        Self { writing, keys, operator, totals: Totals::default() }
    }

    /// What the rows are now, this change's own among them.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(&*self.writing, Some(self.keys))
    }

    /// Adds a row: a value for each column of `table`, in order.
    pub(crate) fn insert(&mut self, table: &Table, values: Vec<Value>) -> Result<(), Error> {
        let (stored, share) = stored(self.keys, table, values);
        self.writing.insert(table, &stored)?;
        self.totals.of_mut(table.name).add(&share);
        Ok(())
    }

    /// Adds a row, or puts it in the place of the one with its key.
    pub(crate) fn put(&mut self, table: &Table, values: Vec<Value>) -> Result<(), Error> {
        let key = values.get(..table.key).unwrap_or_default();
        let Some(old) = self.share_of(table, key)? else { return self.insert(table, values) };
        let (stored, share) = stored(self.keys, table, values);
        self.writing.replace(table, &stored)?;
        let total = self.totals.of_mut(table.name);
        total.take(&old);
        total.add(&share);
        Ok(())
    }

    /// Takes the row with this key out, if it is there.
    pub(crate) fn remove(&mut self, table: &Table, key: &[Value]) -> Result<(), Error> {
        if let Some(old) = self.share_of(table, key)? {
            self.writing.remove(table, key)?;
            self.totals.of_mut(table.name).take(&old);
        }
        Ok(())
    }

    /// The number after the highest in the column `number`, the key of `table`.
    pub(crate) fn next_number(&self, table: &Table) -> Result<i64, Error> {
        let last = self.reader().first(table, &Wanted::all().backwards())?;
        let last: Option<i64> = last.map(|row| row.get("number")).transpose()?;
        Ok(last.unwrap_or_default().saturating_add(1))
    }

    /// Writes down what happens with this change.
    pub(crate) fn note(&mut self, event: &Event<'_>, now: Timestamp) -> Result<(), Error> {
        let number = self.totals.links.saturating_add(1);
        let link = Link::new(number, now, self.operator, event)?;
        let mac = self.keys.link(&self.totals.head, &link.canonical());
        self.insert(&HISTORY, link.values(mac))?;
        (self.totals.links, self.totals.head) = (number, mac);
        Ok(())
    }

    /// Makes it all happen.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        let (stored, _) = stored(self.keys, &TOTALS, self.totals.values(self.keys)?);
        self.writing.replace(&TOTALS, &stored)?;
        self.writing.commit()
    }

    /// The share of the row with this key, if it is there and holds.
    fn share_of(&self, table: &Table, key: &[Value]) -> Result<Option<Mac>, Error> {
        let columns = table.key_columns().iter().copied();
        let equal = columns.zip(key.iter().cloned()).collect();
        let row = self.reader().first(table, &Wanted { equal, ..Wanted::all() })?;
        Ok(row.map(|row| self.keys.share(&self.keys.row(&row.canonical()))))
    }
}
