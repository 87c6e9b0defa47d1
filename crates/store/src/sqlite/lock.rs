//! A lock on a file beside the vault's: one process at a time does what it is for. The vault itself
//! can be changed meanwhile, by whoever holds the lock and by others.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::private::at;
use crate::error::Error;
use crate::rows::Held;

/// A lock held: the system lets go of it when the file is closed, or its process dies.
#[derive(Debug)]
struct Lock(#[expect(dead_code, reason = "holds the lock until it is dropped")] File);

impl Held for Lock {}

/// Takes the lock `what` beside the vault's file, or says at once that somebody else has it.
pub(super) fn hold(file: &Path, what: &str) -> Result<Box<dyn Held>, Error> {
    let path = file.with_file_name(format!("{what}.lock"));
    let mut options = OpenOptions::new();
    // The file stays: were it removed, two processes could hold one each.
    let lock = options.write(true).create(true).truncate(false).mode(0o600).open(&path);
    let lock = lock.map_err(at(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(Box::new(Lock(lock))),
        Err(TryLockError::WouldBlock) => Err(Error::OrdersBusy),
        Err(TryLockError::Error(error)) => Err(at(&path)(error)),
    }
}
