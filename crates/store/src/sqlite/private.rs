//! Folders and files that nobody else can read, whatever the umask says.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::error::Error;

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// The vault's folder while the vault is being made: goes again unless kept, if it was not there.
#[derive(Debug)]
pub(crate) struct Folder<'p> {
    dir: &'p Path,
    made: bool,
}

impl<'p> Folder<'p> {
    /// Makes the folder, or takes the one that is there. An empty one becomes its owner's alone;
    /// one with files in it keeps its mode, for it serves something else too.
    pub(crate) fn prepare(dir: &'p Path) -> Result<Self, Error> {
        let prepared = match fs::read_dir(dir) {
            Ok(mut entries) => {
                let set = if entries.next().is_none() { close(dir) } else { Ok(()) };
                set.map(|()| false)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(dir).map(|()| true),
            Err(error) => Err(error),
        };
        prepared.map(|made| Self { dir, made }).map_err(at(dir))
    }

    /// Leaves the folder in place, and sees to it that a power cut does too.
    pub(crate) fn keep(mut self) -> Result<(), Error> {
        self.made = false;
        sync(self.dir)?;
        self.dir.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync)
    }
}

impl Drop for Folder<'_> {
    fn drop(&mut self) {
        if self.made {
            // Nothing to do about a folder that will not go: it holds no vault.
            drop(fs::remove_dir(self.dir));
        }
    }
}

/// An empty file beside the vault's, mode 0600, that goes again unless it is given its name.
/// Closed: a second descriptor on SQLite's file would drop its locks when it closes.
pub(crate) fn temporary(dir: &Path) -> Result<TempPath, Error> {
    let made = tempfile::Builder::new()
        .prefix(".vault-")
        .permissions(Permissions::from_mode(FILE_MODE))
        .tempfile_in(dir)
        .map_err(at(dir))?
        .into_temp_path();
    // The umask may have taken even the owner's bits.
    fs::set_permissions(&made, Permissions::from_mode(FILE_MODE)).map_err(at(&made))?;
    Ok(made)
}

/// Says of a system's error which path it was about.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = PathBuf::from(path);
    move |source| Error::Io { path, source }
}

fn make(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(dir)?;
    close(dir)
}

fn close(dir: &Path) -> io::Result<()> {
    fs::set_permissions(dir, Permissions::from_mode(FOLDER_MODE))
}

fn sync(dir: &Path) -> Result<(), Error> {
    File::open(dir).and_then(|folder| folder.sync_all()).map_err(at(dir))
}
