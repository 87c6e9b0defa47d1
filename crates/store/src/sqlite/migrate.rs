//! The format's version, and the way from each to the next.

use std::sync::OnceLock;

use rusqlite::Connection;

use super::connect;
use crate::error::{Damage, Error};

/// One step: after `sql` the file has `version`.
struct Migration {
    version: u32,
    sql: &'static str,
}

/// All steps, in order. A step that was ever released never changes.
const MIGRATIONS: [Migration; 3] = [
    Migration { version: 1, sql: include_str!("migrations/0001.sql") },
    Migration { version: 2, sql: include_str!("migrations/0002.sql") },
    Migration { version: 3, sql: include_str!("migrations/0003.sql") },
];

/// The newest format this program knows.
pub(crate) const KNOWN: u32 = {
    let [.., last] = &MIGRATIONS;
    last.version
};

/// Refuses a file of another version than this program's, where it cannot be brought to it.
pub(super) fn check_version(connection: &Connection) -> Result<(), Error> {
    if known_version(connection)? == KNOWN { Ok(()) } else { Err(Error::ReadOnly) }
}

/// Brings the file to the version this program knows.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    let found = known_version(connection)?;
    MIGRATIONS
        .iter()
        .filter(|migration| migration.version > found)
        .try_for_each(|migration| apply(connection, migration))
}

/// One step, whole or not at all.
fn apply(connection: &mut Connection, migration: &Migration) -> Result<(), Error> {
    let transaction = connect::write(connection)?;
    // Another process may have taken the step while this one waited.
    if version(&transaction)? < migration.version {
        transaction.execute_batch(migration.sql)?;
        transaction.pragma_update(None, "user_version", migration.version)?;
    }
    Ok(transaction.commit()?)
}

/// Refuses a file with other tables, indexes or triggers than the steps make.
pub(super) fn check_schema(connection: &Connection) -> Result<(), Error> {
    if schema(connection)? == made()? { Ok(()) } else { Err(Damage::Schema.into()) }
}

type Part = (String, String, Option<String>);

/// What the steps make of an empty database: found out once.
fn made() -> Result<&'static [Part], Error> {
    static MADE: OnceLock<Vec<Part>> = OnceLock::new();
    if let Some(made) = MADE.get() {
        return Ok(made);
    }
    let mut empty = Connection::open_in_memory()?;
    migrate(&mut empty)?;
    let made = schema(&empty)?;
    Ok(MADE.get_or_init(|| made))
}

fn schema(connection: &Connection) -> Result<Vec<Part>, Error> {
    let mut parts =
        connection.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")?;
    let parts = parts.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(parts.collect::<Result<_, _>>()?)
}

/// The file's version, if this program knows it.
fn known_version(connection: &Connection) -> Result<u32, Error> {
    let found = version(connection)?;
    if found > KNOWN { Err(Error::Newer { found, known: KNOWN }) } else { Ok(found) }
}

fn version(connection: &Connection) -> Result<u32, Error> {
    let found: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    u32::try_from(found).map_err(|_| Damage::NotAVault.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbered_without_gaps() {
        for (migration, version) in MIGRATIONS.iter().zip(1..) {
            assert_eq!(migration.version, version);
        }
    }

    #[test]
    fn a_second_time_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), KNOWN);
    }
}
