//! A vault's rows in an SQLite file, in a folder of their owner's alone.

mod connect;
mod error;
mod holder;
mod lock;
mod migrate;
mod moment;
mod place;
pub(crate) mod private;
mod statement;

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction};

use crate::error::Error;
use crate::rows::{Database, Held, Moment, Rows, Table, Value, Visitor, Wanted, Writing};
use holder::Holder;
pub(crate) use migrate::KNOWN;
pub(crate) use place::Made;

/// A vault's file.
pub(crate) struct Sqlite {
    connection: Connection,
    file: PathBuf,
    holder: Holder,
}

/// A change of it: SQLite's own transaction.
struct Change<'c>(Transaction<'c>);

impl Sqlite {
    /// Opens the file in `dir`, and brings it to this program's format.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Damaged`], [`Error::Newer`], [`Error::Busy`]; or the file may
    /// not be read or written.
    pub(crate) fn open(dir: &Path) -> Result<Self, Error> {
        let file = place::find(dir)?;
        let holder = Holder::beside(&file);
        match Self::open_to_write(&file, holder) {
            Err(Error::ReadOnly) if !place::has_log(&file) => Self::open_to_read(&file),
            opened => opened,
        }
    }

    /// On a medium that cannot be written: everything can be read, and nothing changed.
    fn open_to_read(file: &Path) -> Result<Self, Error> {
        let connection = connect::connect_read_only(file)?;
        connect::check_owner(&connection)?;
        connect::check_if_small(&connection)?;
        migrate::check_version(&connection)?;
        migrate::check_schema(&connection)?;
        Ok(Self { connection, file: file.to_owned(), holder: Holder::nobody() })
    }

    fn open_to_write(file: &Path, holder: Holder) -> Result<Self, Error> {
        let mut connection = connect::connect(file).map_err(|error| holder.name(error))?;
        connect::check_owner(&connection).map_err(|error| holder.name(error))?;
        connect::check_if_small(&connection)?;
        migrate::migrate(&mut connection).map_err(|error| holder.name(error))?;
        migrate::check_schema(&connection)?;
        connect::use_wal(&connection).map_err(|error| holder.name(error))?;
        Ok(Self { connection, file: file.to_owned(), holder })
    }

    /// Whether looking through all of it takes but a moment.
    pub(crate) fn is_small(&self) -> Result<bool, Error> {
        connect::is_small(&self.connection)
    }

    /// Makes an empty one of a file that is empty.
    pub(crate) fn make(file: &Path) -> Result<Self, Error> {
        let mut connection = connect::connect(file)?;
        connect::own(&connection)?;
        migrate::migrate(&mut connection)?;
        Ok(Self { connection, file: file.to_owned(), holder: Holder::nobody() })
    }

    /// Puts all that was committed into the one file, and closes it.
    pub(crate) fn close(self) -> Result<(), Error> {
        connect::use_wal(&self.connection)?;
        self.connection.close().map_err(|(_, error)| error.into())
    }
}

impl Rows for Sqlite {
    fn visit(&self, table: &Table, wanted: &Wanted, each: &mut Visitor<'_>) -> Result<(), Error> {
        statement::visit(&self.connection, table, wanted, each)
    }
}

impl Database for Sqlite {
    fn change(&mut self, who: &str) -> Result<Box<dyn Writing + '_>, Error> {
        let Self { connection, holder, .. } = self;
        let transaction = connect::write(connection).map_err(|error| holder.name(error))?;
        holder.is(who);
        Ok(Box::new(Change(transaction)))
    }

    fn moment(&self) -> Result<Box<dyn Moment + '_>, Error> {
        moment::of(&self.connection)
    }

    fn hold(&self, what: &'static str) -> Result<Box<dyn Held>, Error> {
        lock::hold(&self.file, what)
    }

    fn check(&self) -> Result<(), Error> {
        connect::check(&self.connection)
    }

    fn forget(&mut self) -> Result<(), Error> {
        connect::fold_log(&self.connection)
    }
}

impl Rows for Change<'_> {
    fn visit(&self, table: &Table, wanted: &Wanted, each: &mut Visitor<'_>) -> Result<(), Error> {
        statement::visit(&self.0, table, wanted, each)
    }
}

impl Writing for Change<'_> {
    fn insert(&mut self, table: &Table, stored: &[Value]) -> Result<(), Error> {
        statement::put(&self.0, "INSERT", table, stored)
    }

    fn replace(&mut self, table: &Table, stored: &[Value]) -> Result<(), Error> {
        statement::put(&self.0, "REPLACE", table, stored)
    }

    fn remove(&mut self, table: &Table, key: &[Value]) -> Result<(), Error> {
        statement::remove(&self.0, table, key)
    }

    fn commit(self: Box<Self>) -> Result<(), Error> {
        Ok(self.0.commit()?)
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").finish_non_exhaustive()
    }
}
