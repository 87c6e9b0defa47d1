//! A moment held still.

use rusqlite::{Connection, Transaction};

use crate::error::Error;
use crate::rows::Moment;

/// SQLite's transaction that only reads.
struct Still<'c>(#[expect(dead_code, reason = "ends when it is dropped")] Option<Transaction<'c>>);

impl Moment for Still<'_> {}

/// Everything as it is now. Within a moment that is not over yet, it is that one.
pub(super) fn of(connection: &Connection) -> Result<Box<dyn Moment + '_>, Error> {
    if !connection.is_autocommit() {
        return Ok(Box::new(Still(None)));
    }
    let transaction = connection.unchecked_transaction()?;
    // SQLite takes the moment at the first look.
    transaction.query_row("SELECT count(*) FROM vault", (), |_| Ok(()))?;
    Ok(Box::new(Still(Some(transaction))))
}
