//! Why keys cannot be sealed for a bureau.

use std::io;

use age::EncryptError;
use thiserror::Error;

/// Why keys cannot be sealed. `E` is the error of whoever gives the records.
#[derive(Debug, Error)]
pub enum BureauError<E> {
    /// Nobody could open it.
    #[error("no recipient is given: nobody could open the file")]
    NoRecipient,
    /// The records' own.
    #[error(transparent)]
    Row(E),
    /// More or fewer records than the head says.
    #[error("{found} records came, and the head says {expected}")]
    Count {
        /// The head's.
        expected: u64,
        /// How many came; one too many ends it.
        found: u64,
    },
    /// The sealing.
    #[error("the keys could not be sealed")]
    Seal(#[source] EncryptError),
    /// The file.
    #[error("the sealed keys could not be written")]
    Write(#[from] io::Error),
}
