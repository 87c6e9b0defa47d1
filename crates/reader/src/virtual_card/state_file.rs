//! The file that is a virtual card's memory.
//!
//! It holds a card's keys, so it is mode 0600 from its first byte, and what was read is wiped. It is
//! written beside (`FILE.new`) and renamed, so that a killed process leaves the old memory or the
//! new one, never half of either; it is not synced to the disk, since a stand-in card need not
//! outlive a power cut.
//!
//! One process at a time: it holds a lock on `FILE.lock`, a sibling, because a lock on FILE itself
//! would stay behind with the old file when the new one is renamed over it. The sibling is never
//! removed: whoever removed it could take it from under a third process that waits at the door.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::error::Error;

/// The longest file that is read: far above any card's memory, far below what would hurt.
const LONGEST: u64 = 1 << 20;

/// A virtual card's file, locked until dropped.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    /// Held open; the lock leaves with it.
    _lock: File,
}

impl StateFile {
    /// Locks `path`, which need not exist yet.
    ///
    /// # Errors
    /// [`Error::InUse`], [`Error::Read`].
    pub fn lock(path: &Path) -> Result<Self, Error> {
        // Through a link to the file itself, or the rename would replace the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let beside = sibling(&path, ".lock");
        let lock = open_private(OpenOptions::new().create(true).append(true), &beside)
            .map_err(|source| Error::Read { file: beside.clone(), source })?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse { file: path }),
            Err(TryLockError::Error(source)) => Err(Error::Read { file: beside, source }),
        }
    }

    /// What `path` holds, without a lock: to see whether it is a card at all.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn peek(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        read(path)
    }

    /// The file's name, links followed.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file holds; `None` if there is no file yet.
    ///
    /// # Errors
    /// [`Error::NotAFile`], [`Error::TooLong`], [`Error::Read`].
    pub fn read(&self) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        read(&self.path)
    }

    /// Puts `content` in the file's place, all of it or nothing.
    ///
    /// # Errors
    /// [`Error::Write`]; the file then holds what it held before.
    pub fn write(&self, content: &[u8]) -> Result<(), Error> {
        self.replace(content).map_err(|source| Error::Write { file: self.path.clone(), source })
    }

    fn replace(&self, content: &[u8]) -> io::Result<()> {
        let beside = sibling(&self.path, ".new");
        // Left by a killed process. `create_new` then makes sure that we write to a file of ours,
        // never through somebody's link.
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        open_private(OpenOptions::new().create_new(true).write(true), &beside)?
            .write_all(content)?;
        fs::rename(&beside, &self.path)
    }
}

fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let file = || path.to_owned();
    let found = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        found => found.map_err(|source| Error::Read { file: file(), source })?,
    };
    if !found.is_file() {
        return Err(Error::NotAFile { file: file() });
    }
    if found.len() > LONGEST {
        return Err(Error::TooLong { file: file() });
    }
    content(path).map(Some).map_err(|source| Error::Read { file: file(), source })
}

fn content(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut content = Zeroizing::new(Vec::new());
    File::open(path)?.take(LONGEST).read_to_end(&mut content)?;
    Ok(content)
}

/// `path` with `suffix` behind its name.
fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Opens a file that only its owner may read, if it is made here.
#[cfg(unix)]
fn open_private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600).open(path)
}

/// Opens a file; who may read it is the directory's business on this system.
#[cfg(not(unix))]
fn open_private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path)
}

#[cfg(test)]
mod tests;
