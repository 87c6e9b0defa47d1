//! Reading rows, each checked.

use std::ops::ControlFlow;

use super::{GuardKeys, Mac, digest};
use crate::error::{Damage, Error};
use crate::rows::{Row, Rows, Table, Value, Wanted};

/// Rows that were checked: by their MAC if the vault is open, else by their digest.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'r> {
    rows: &'r dyn Rows,
    keys: Option<&'r GuardKeys>,
}

impl<'r> Reader<'r> {
    pub(crate) fn new(rows: &'r dyn Rows, keys: Option<&'r GuardKeys>) -> Self {
        Self { rows, keys }
    }

    /// The keys of an open vault.
    pub(super) fn keys(&self) -> Result<&'r GuardKeys, Error> {
        self.keys.ok_or(Error::NotOpen)
    }

    /// Shows `each` the wanted rows.
    ///
    /// # Errors
    /// [`Damage::Row`]; those of `each`; [`Error::Busy`], [`Error::Database`].
    pub(crate) fn visit<'t>(
        &self,
        table: &'t Table,
        wanted: &Wanted,
        mut each: impl FnMut(Row<'t>) -> Result<ControlFlow<()>, Error>,
    ) -> Result<(), Error> {
        self.rows.visit(table, wanted, &mut |stored| each(self.checked(table, stored)?))
    }

    /// The first of the wanted rows.
    pub(crate) fn first<'t>(
        &self,
        table: &'t Table,
        wanted: &Wanted,
    ) -> Result<Option<Row<'t>>, Error> {
        let mut found = None;
        self.visit(table, wanted, |row| {
            found = Some(row);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// What `take` makes of each wanted row.
    pub(crate) fn all<T>(
        &self,
        table: &Table,
        wanted: &Wanted,
        mut take: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        self.visit(table, wanted, |row| {
            all.push(take(&row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    /// Shows `each` every row as it is stored, with its share of the totals, or what is wrong with it.
    ///
    /// # Errors
    /// As [`Reader::visit`]; [`Error::NotOpen`].
    pub(crate) fn visit_whole(
        &self,
        table: &Table,
        mut each: impl FnMut(&[Value], Result<Mac, Error>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let keys = self.keys()?;
        self.rows.visit(table, &Wanted::all(), &mut |stored| {
            each(&stored, keys.check(table, &stored).map(|(_, mac)| mac))?;
            Ok(ControlFlow::Continue(()))
        })
    }

    fn checked<'t>(&self, table: &'t Table, mut stored: Vec<Value>) -> Result<Row<'t>, Error> {
        let (Some(Value::Blob(mac)), Some(Value::Blob(sum))) = (stored.pop(), stored.pop()) else {
            return Err(changed(table, &stored));
        };
        let canonical = table.canonical(&stored);
        let holds = match self.keys {
            Some(keys) => keys.holds(&canonical, &mac),
            None => digest(&canonical).as_slice() == sum,
        };
        if holds { Ok(Row::new(table, stored)) } else { Err(changed(table, &stored)) }
    }
}

/// Names a row that was changed: by what its key's columns hold now.
fn changed(table: &Table, values: &[Value]) -> Error {
    let key = values.get(..table.key).unwrap_or_default();
    let row = key.iter().map(ToString::to_string).collect::<Vec<_>>().join("/");
    Damage::Row { table: table.name, row }.into()
}

impl GuardKeys {
    /// A row as it is stored, and its share of the totals, if both digest and MAC fit.
    ///
    /// # Errors
    /// [`Damage::Row`].
    pub(crate) fn check<'t>(
        &self,
        table: &'t Table,
        stored: &[Value],
    ) -> Result<(Row<'t>, Mac), Error> {
        let damage = || changed(table, stored);
        let [values @ .., Value::Blob(sum), Value::Blob(mac)] = stored else {
            return Err(damage());
        };
        let canonical = table.canonical(values);
        if digest(&canonical).as_slice() != sum || !self.holds(&canonical, mac) {
            return Err(damage());
        }
        let mac = mac.as_slice().try_into().map_err(|_| damage())?;
        Ok((Row::new(table, values.to_vec()), self.share(mac)))
    }
}
