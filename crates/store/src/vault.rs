//! A vault, and what can be read of it without a secret.

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;

use crate::error::{Damage, Error};
use crate::guard::{GuardKeys, Reader};
use crate::rows::{ALL, Database, HISTORY, VAULT, Wanted};
use crate::seal::VaultId;
use crate::sqlite::Sqlite;

/// A vault whose rows can be read and whose secrets can not.
pub struct Vault {
    pub(crate) database: Box<dyn Database>,
    pub(crate) id: VaultId,
    /// There once the vault is open: rows are then checked by their MAC.
    pub(crate) guard: Option<GuardKeys>,
}

impl Vault {
    /// Opens the vault in the folder `dir`, and brings its file to this program's format. Each row of a
    /// small one is checked.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Damaged`], [`Error::Newer`], [`Error::Busy`]; or the file may
    /// not be read or written.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let database = Sqlite::open(dir)?;
        let small = database.is_small()?;
        let vault = Self::over(Box::new(database))?;
        if small {
            vault.check_digests()?;
        }
        Ok(vault)
    }

    /// The same for a vault that may be damaged, to find out where.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn open_to_check(dir: &Path) -> Result<Self, Error> {
        Self::over(Box::new(Sqlite::open(dir)?))
    }

    /// The vault whose rows `database` keeps.
    ///
    /// # Errors
    /// [`Error::Damaged`] if it keeps none; [`Error::Busy`], [`Error::Database`].
    pub fn over(database: Box<dyn Database>) -> Result<Self, Error> {
        let row = Reader::new(&*database, None).first(&VAULT, &Wanted::all())?;
        let id = row.ok_or(Damage::NotAVault)?.get("id").map(VaultId)?;
        Ok(Self { database, id, guard: None })
    }

    /// Looks at each row. A flipped byte in a row's key leaves the order of rows as it was, and whoever
    /// asks for the row by its key would be told that it is not there. The history is not asked by key,
    /// and decides nothing: no key is withheld because of it.
    fn check_digests(&self) -> Result<(), Error> {
        let pass = |_| Ok(ControlFlow::Continue(()));
        let mut tables = ALL.iter().filter(|table| ***table != HISTORY);
        tables.try_for_each(|table| self.reader().visit(table, &Wanted::all(), pass))
    }

    /// The rows, checked by what is at hand.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(&*self.database, self.guard.as_ref())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("database", &self.database).finish_non_exhaustive()
    }
}
