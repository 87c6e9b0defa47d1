//! A backup: one sealed file that any of the vault's recipients can make a vault of.
//!
//! | part | |
//! |---|---|
//! | `tapsmith backup 1`, newline | |
//! | the head, JSON on one line, newline | public: whom it is for, when it was made, where the history stood |
//! | pieces | each its length, 4 bytes, big-endian, and as many bytes, sealed by the data key |
//!
//! The pieces, opened, are all rows of all tables ([`row`]). Each is bound to the head, to its number
//! and to whether it is the last, so that none can be left out, swapped, or taken from another backup.

mod head;
mod pieces;
mod restore;
mod row;
mod write;

use std::io;

use thiserror::Error;

pub use head::BackupHead;
pub use restore::Backup;

/// Why a file cannot be used as a backup.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadBackup {
    /// Another kind of file.
    #[error("it is no tapsmith backup")]
    NotABackup,
    /// It ends too early.
    #[error("it is cut short")]
    CutShort,
    /// A piece that does not open, or rows that are none.
    #[error("it was changed")]
    Changed,
    /// It does not hold the history's link that was expected.
    #[error("its history ends at another link than the one expected")]
    NotExpected,
    /// The system could not read it.
    #[error("it cannot be read: {0}")]
    Unreadable(io::ErrorKind),
}

impl From<BadBackup> for crate::error::Error {
    fn from(bad: BadBackup) -> Self {
        Self::Backup(bad)
    }
}

/// What reading it went wrong with.
fn unread(error: &io::Error) -> BadBackup {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => BadBackup::CutShort,
        io::ErrorKind::InvalidData => BadBackup::Changed,
        kind => BadBackup::Unreadable(kind),
    }
}
