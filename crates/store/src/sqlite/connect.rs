//! A connection as the vault wants it.

use std::path::Path;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::{Damage, Error, PATIENCE_S};

/// `TSMV`: says of an SQLite file that it is a vault.
pub(super) const APPLICATION_ID: i32 = 0x5453_4D56;

/// How long a busy vault is waited for.
const PATIENCE: Duration = Duration::from_secs(PATIENCE_S);

/// Statements kept ready: more than one command uses.
const STATEMENTS: usize = 32;

/// Up to this many bytes the whole file is checked at each opening: some milliseconds.
const SMALL: i64 = 1 << 20;

/// FULL: what was committed survives a power cut, in WAL mode too. fullfsync: the same on a Mac,
/// whose fsync alone stops at the drive's cache. The temporary tables stay in memory, so that no
/// file is made outside the folder. What is removed is overwritten. The last two distrust the file
/// itself.
const PRAGMAS: &str = "
    PRAGMA foreign_keys = ON;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
";

/// Connects to a file that is there. SQLite gives -journal, -wal and -shm the file's own mode.
pub(super) fn connect(file: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(PRAGMAS)?;
    distrust(&connection)?;
    Ok(connection)
}

/// Connects to a file on a medium that cannot be written, and that nobody writes to: without a log
/// beside it.
pub(super) fn connect_read_only(file: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let path = file.to_str().ok_or_else(|| Error::NotUtf8 { path: file.to_owned() })?;
    let path = utf8_percent_encode(path, NON_ALPHANUMERIC);
    let connection = Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    distrust(&connection)?;
    Ok(connection)
}

/// No trigger and no view of the file's runs, and nobody writes to its schema by hand.
fn distrust(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    Ok(())
}

/// Says of an empty file that it is to be a vault.
pub(super) fn own(connection: &Connection) -> Result<(), Error> {
    Ok(connection.pragma_update(None, "application_id", APPLICATION_ID)?)
}

/// Refuses another program's file before anything is written to it.
pub(super) fn check_owner(connection: &Connection) -> Result<(), Error> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == APPLICATION_ID { Ok(()) } else { Err(Damage::NotAVault.into()) }
}

/// A small file is looked through at each opening, since a flipped byte in an index or in the order
/// of rows would otherwise hide a row, and no digest tells of a row that is not found.
pub(super) fn check_if_small(connection: &Connection) -> Result<(), Error> {
    if is_small(connection)? { check(connection) } else { Ok(()) }
}

/// Whether looking through the whole file takes but a moment.
pub(super) fn is_small(connection: &Connection) -> Result<bool, Error> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok(pragma("page_count")?.saturating_mul(pragma("page_size")?) <= SMALL)
}

/// SQLite's own check: the order of rows, indexes against tables, each page used once.
pub(super) fn check(connection: &Connection) -> Result<(), Error> {
    let said: String = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(Damage::Inconsistent.into()) }
}

/// Folds the log into the file and empties it, so that nothing that was replaced stays in it.
pub(super) fn fold_log(connection: &Connection) -> Result<(), Error> {
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    if busy == 0 { Ok(()) } else { Err(Error::Busy { holder: None }) }
}

/// Lets readers go on while one process writes. The file remembers; where its disk cannot do it,
/// SQLite stays with a rollback journal, which is as safe.
pub(super) fn use_wal(connection: &Connection) -> Result<(), Error> {
    Ok(connection.pragma_update(None, "journal_mode", "WAL")?)
}

/// Writes, all or nothing. Asks for the lock at once: a transaction that first reads and then asks
/// may be refused for good.
pub(super) fn write(connection: &mut Connection) -> Result<Transaction<'_>, Error> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_committed_is_on_disk() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let connection = connect(file.path()).unwrap();
        use_wal(&connection).unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        assert_eq!(pragma("synchronous"), Ok(2), "FULL");
        assert_eq!(pragma("foreign_keys"), Ok(1));
        assert_eq!(pragma("busy_timeout"), Ok(20_000));
        let mode: String =
            connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }
}
