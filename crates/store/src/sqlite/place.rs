//! Where the file is, and how one comes to be there: whole or not at all.

use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::TempPath;

use super::Sqlite;
use super::private::{self, Folder, at};
use crate::error::Error;

/// The file in the vault's folder.
const NAME: &str = "vault.sqlite";

/// The file in `dir`. Tells a vault that is not there from one that may not be looked at.
pub(super) fn find(dir: &Path) -> Result<PathBuf, Error> {
    use io::ErrorKind::{NotADirectory, NotFound};
    let file = dir.join(NAME);
    match fs::metadata(&file) {
        Ok(found) if found.is_file() => {
            // Told apart here from a folder that may not be written: SQLite says the same of both.
            // Not by opening it: closing it again would drop the locks of this process.
            let readable = rustix::fs::access(&file, rustix::fs::Access::READ_OK);
            readable.map_err(|error| at(&file)(error.into()))?;
            Ok(file)
        }
        Err(error) if !matches!(error.kind(), NotFound | NotADirectory) => Err(at(&file)(error)),
        Ok(_) | Err(_) => Err(Error::Missing { dir: dir.to_owned() }),
    }
}

/// Whether SQLite's log lies beside the file: somebody uses it, or was killed while he did.
pub(super) fn has_log(file: &Path) -> bool {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(&log).is_ok_and(|found| found.len() > 0)
}

/// A vault's file being made beside its place. Dropped, it goes again, and its folder too if that
/// was made for it.
#[derive(Debug)]
pub(crate) struct Made<'p> {
    dir: &'p Path,
    file: TempPath,
    folder: Folder<'p>,
}

impl<'p> Made<'p> {
    /// An empty file, for its owner alone.
    ///
    /// # Errors
    /// [`Error::Exists`] if `dir` holds a vault; [`Error::Io`].
    pub(crate) fn beside(dir: &'p Path) -> Result<Self, Error> {
        Self::refuse_existing(dir)?;
        let folder = Folder::prepare(dir)?;
        Ok(Self { dir, file: private::temporary(dir)?, folder })
    }

    /// Refuses a folder that holds a vault.
    ///
    /// # Errors
    /// [`Error::Exists`].
    pub(crate) fn refuse_existing(dir: &Path) -> Result<(), Error> {
        // A log without its file would be played into whatever is put beside it.
        let left = ["", "-wal", "-shm", "-journal"].map(|end| dir.join(format!("{NAME}{end}")));
        match left.iter().find(|file| fs::symlink_metadata(file).is_ok()) {
            Some(_) => Err(Error::Exists { dir: dir.to_owned() }),
            None => Ok(()),
        }
    }

    /// The file.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// [`Error::Exists`] if another process was faster: its vault stays; [`Error::Io`].
    pub(crate) fn place(self) -> Result<Sqlite, Error> {
        let Self { dir, file, folder } = self;
        file.persist_noclobber(dir.join(NAME)).map_err(|error| not_placed(dir, error.error))?;
        folder.keep()?;
        Sqlite::open(dir)
    }
}

fn not_placed(dir: &Path, error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return Error::Exists { dir: dir.to_owned() };
    }
    at(dir)(error)
}
