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
        Ok(found) if found.is_file() => Ok(file),
        Err(error) if !matches!(error.kind(), NotFound | NotADirectory) => Err(at(&file)(error)),
        Ok(_) | Err(_) => Err(Error::Missing { dir: dir.to_owned() }),
    }
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
        if fs::symlink_metadata(dir.join(NAME)).is_ok() {
            return Err(Error::Exists { dir: dir.to_owned() });
        }
        let folder = Folder::prepare(dir)?;
        Ok(Self { dir, file: private::temporary(dir)?, folder })
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
