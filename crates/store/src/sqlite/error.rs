//! SQLite's errors in the vault's words.

use rusqlite::{Error as Sql, ErrorCode, ffi};

use crate::error::{Cause, Damage, Error};

impl From<Sql> for Error {
    fn from(error: Sql) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy { holder: None }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => unreadable(error),
            Some(ErrorCode::DiskFull) => Self::Full,
            // No room for the index of the log; the log itself says "disk full".
            Some(ErrorCode::SystemIoFailure)
                if error.sqlite_error().map(|failure| failure.extended_code)
                    == Some(ffi::SQLITE_IOERR_SHMSIZE) =>
            {
                Self::Full
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly
            }
            _ if is_foreign(&error) => unreadable(error),
            _ => Self::Database(Cause::new(error)),
        }
    }
}

fn unreadable(error: Sql) -> Error {
    Error::Damaged(Damage::Unreadable(Cause::new(error)))
}

/// Values and tables that tapsmith never wrote: our own SQL does not ask for what is not there.
fn is_foreign(error: &Sql) -> bool {
    match error {
        Sql::SqliteFailure(failure, _) => failure.extended_code == ffi::SQLITE_ERROR,
        Sql::FromSqlConversionFailure(..)
        | Sql::IntegralValueOutOfRange(..)
        | Sql::InvalidColumnType(..)
        | Sql::Utf8Error(..)
        | Sql::SqlInputError { .. } => true,
        _ => false,
    }
}
