//! Why a command to a MIFARE Classic did not do what it should.

use thiserror::Error;

use super::Sector;
use crate::status::Status;

/// Why a command did not do what it should. `E` is the reader's own error.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error<E> {
    /// The reader or the way to the card failed. Whether the card acted is unknown.
    #[error("the reader could not deliver {command}")]
    Transport {
        /// The command under way.
        command: &'static str,
        /// Why.
        source: E,
    },
    /// The card refused, or the reader did: a reader says the same of both, more often than not.
    #[error("the card or the reader refused {command} [{:04X}]", .status.0)]
    Refused {
        /// The command.
        command: &'static str,
        /// The reader's word.
        status: Status,
    },
    /// The answer is not one to this command.
    #[error("the answer to {command} makes no sense")]
    Malformed {
        /// The command.
        command: &'static str,
    },
    /// A key that had opened a sector does so no more.
    #[error("sector {sector} does not open with the key that it was to be opened with")]
    NotOpened {
        /// The sector.
        sector: Sector,
    },
}

impl<E> Error<E> {
    /// Whether it may have been the card that said no, or nothing. It has to be selected again then.
    ///
    /// Readers say `6300` for a wrong key, a refused block and a card that is silent; some `6800`, `6982`,
    /// `6401` or `6581`. A command or place that the reader does not have is another matter: `6A81`, `6D00`.
    pub const fn is_refusal(&self) -> bool {
        let Self::Refused { status, .. } = self else { return false };
        let [high, _] = status.0.to_be_bytes();
        matches!(high, 0x63..=0x65 | 0x68 | 0x69)
    }
}
