//! What may go wrong with a card kept in a file.

use std::{io, path::PathBuf};

use tapsmith_picc::StateError;

/// What went wrong with a card kept in a file. No variant shows the file's content: it holds keys.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process has the card in use.
    #[error("{} is in use by another process", .file.display())]
    InUse {
        /// The card's file.
        file: PathBuf,
    },
    /// The file cannot be opened, read or locked.
    #[error("{} cannot be read", .file.display())]
    Read {
        /// The file that could not be read: the card's, or its lock.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file cannot be written. What the card remembers is then not on disk.
    #[error("{} cannot be written", .file.display())]
    Write {
        /// The card's file.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is no virtual card's memory, is damaged, or was written by a newer program. The
    /// source says where, and never what stands there.
    #[error("{} is not a virtual card that can be used", .file.display())]
    Damaged {
        /// The card's file.
        file: PathBuf,
        /// What is wrong, and where.
        #[source]
        source: StateError,
    },
    /// The file is no text at all.
    #[error("{} is not a virtual card: it is not text", .file.display())]
    NotText {
        /// The card's file.
        file: PathBuf,
    },
    /// A new card was asked for, but there is a file.
    #[error("{} exists already", .file.display())]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The file is longer than any card's memory.
    #[error("{} is too long for a virtual card's file", .file.display())]
    TooLong {
        /// The card's file.
        file: PathBuf,
    },
    /// A directory, a device or the like.
    #[error("{} is not a regular file", .file.display())]
    NotAFile {
        /// What was named.
        file: PathBuf,
    },
    /// The operating system has no random numbers.
    #[error("the operating system gave no random numbers")]
    Random(#[source] getrandom::Error),
}
