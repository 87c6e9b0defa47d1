//! A vault on disk, and what can be read of it without a secret.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use rusqlite::Connection;

use crate::error::{Damage, Error};
use crate::file::private::at;
use crate::file::{self, connect, migrate};
use crate::seal::VaultId;

/// A vault whose file is open and whose secrets are not.
pub struct Vault {
    pub(crate) connection: Connection,
    pub(crate) id: VaultId,
    dir: PathBuf,
}

impl Vault {
    /// Opens the vault in `dir`, and brings its file to this program's format.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Damaged`], [`Error::Newer`], [`Error::Busy`]; or the file may
    /// not be read or written.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let file = dir.join(file::NAME);
        check_there(dir, &file)?;
        let mut connection = connect::connect(&file)?;
        connect::check_owner(&connection)?;
        migrate::migrate(&mut connection)?;
        connect::use_wal(&connection)?;
        let id = id(&connection)?;
        Ok(Self { connection, id, dir: dir.to_owned() })
    }

    /// The folder it lives in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

/// Tells a vault that is not there from one that may not be looked at.
fn check_there(dir: &Path, file: &Path) -> Result<(), Error> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match fs::metadata(file) {
        Ok(found) if found.is_file() => Ok(()),
        Err(error) if !matches!(error.kind(), NotFound | NotADirectory) => Err(at(file)(error)),
        Ok(_) | Err(_) => Err(Error::Missing { dir: dir.to_owned() }),
    }
}

fn id(connection: &Connection) -> Result<VaultId, Error> {
    match connection.query_row("SELECT id FROM vault", (), |row| row.get(0)) {
        Ok(id) => Ok(VaultId(id)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Err(Damage::NotAVault.into()),
        Err(error) => Err(error.into()),
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("dir", &self.dir).finish_non_exhaustive()
    }
}
