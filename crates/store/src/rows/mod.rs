//! What the vault asks of a database: rows in tables, and changes that happen whole or not at all.
//!
//! Sealing, digests, claims, the journal and the history stand above this and are the same for every
//! database. SQLite is the one there is; a server for several desks has to do no more than this.
//!
//! A *stored row* is a value for each of the table's columns, then two more: the row's digest and
//! its MAC, which mean nothing to the database.

mod column;
mod row;
mod table;
mod tables;
mod value;
mod wanted;

use std::fmt::Debug;
use std::ops::ControlFlow;

use crate::error::Error;

pub(crate) use column::{Column, json};
pub(crate) use row::Row;
pub use table::Table;
pub use tables::ALL;
pub(crate) use tables::*;
pub use value::Value;
pub use wanted::Wanted;

/// Told of one stored row; says whether it wants the next.
pub type Visitor<'v> = dyn FnMut(Vec<Value>) -> Result<ControlFlow<()>, Error> + 'v;

/// Rows to be read.
pub trait Rows {
    /// Shows `each` the wanted rows of `table`, in the order of its key.
    ///
    /// # Errors
    /// Those of `each`; [`Error::Damaged`], [`Error::Busy`], [`Error::Database`].
    fn visit(&self, table: &Table, wanted: &Wanted, each: &mut Visitor<'_>) -> Result<(), Error>;
}

/// Where a vault's rows are kept. What is read between two changes is what the last one left.
pub trait Database: Rows + Debug + Send {
    /// Begins a change, and keeps others from beginning one until it ends: waits for one that has
    /// begun. `who` is what another program, tired of waiting, is told of this one.
    ///
    /// # Errors
    /// [`Error::Busy`] after seconds of waiting; [`Error::ReadOnly`], [`Error::Database`].
    fn change(&mut self, who: &str) -> Result<Box<dyn Writing + '_>, Error>;

    /// Until what it returns is dropped, this shows everything as it is now, whatever others write.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Database`].
    fn moment(&self) -> Result<Box<dyn Moment + '_>, Error>;

    /// Until what it returns is dropped, no other process is given the same: `what` names it in one
    /// word. Changes go on meanwhile.
    ///
    /// # Errors
    /// [`Error::OrdersBusy`] at once if another process has it; [`Error::Io`], [`Error::Database`].
    fn hold(&self, what: &'static str) -> Result<Box<dyn Held>, Error>;

    /// Whether all that was written can be read: the database's own check of itself.
    ///
    /// # Errors
    /// [`Error::Damaged`] if not; [`Error::Busy`], [`Error::Database`].
    fn check(&self) -> Result<(), Error>;

    /// Sees to it that nothing that was replaced or removed can still be read in its files.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Database`].
    fn forget(&mut self) -> Result<(), Error>;
}

/// Holds a moment still.
pub trait Moment {}

/// Keeps something from other processes.
pub trait Held: Debug + Send {}

/// A change under way. Dropped without [`Writing::commit`] it never was.
pub trait Writing: Rows {
    /// Adds a row whose key is not there yet.
    ///
    /// # Errors
    /// The key is there; [`Error::Full`], [`Error::Database`].
    fn insert(&mut self, table: &Table, stored: &[Value]) -> Result<(), Error>;

    /// Puts a row in the place of the one with its key.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::Database`].
    fn replace(&mut self, table: &Table, stored: &[Value]) -> Result<(), Error>;

    /// Takes the row with this key out.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::Database`].
    fn remove(&mut self, table: &Table, key: &[Value]) -> Result<(), Error>;

    /// Makes it all happen. What was committed survives a power cut.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::Database`]; nothing has happened then.
    fn commit(self: Box<Self>) -> Result<(), Error>;
}
