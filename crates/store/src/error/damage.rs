//! How a file shows that it is not what tapsmith wrote.

use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use thiserror::Error;

/// What is wrong with the vault's file.
#[derive(Debug, PartialEq, Error)]
pub enum Damage {
    /// SQLite or a column's type cannot make sense of it: cut short, overwritten, another format.
    #[error("its file cannot be read")]
    Unreadable(#[source] rusqlite::Error),
    /// An SQLite file of another program, or an empty one.
    #[error("its file is not a tapsmith vault")]
    NotAVault,
    /// No entry for a passphrase, or one that tapsmith does not write.
    #[error("the entry for its passphrase is not as tapsmith writes it")]
    Recipient,
    /// Argon2 parameters beyond the limits: they would cost the reader minutes or all memory.
    #[error(
        "its passphrase would cost {m_kib} KiB of memory and {t} passes in {p} lanes, beyond what tapsmith allows"
    )]
    Cost {
        /// Memory in KiB.
        m_kib: u32,
        /// Passes over the memory.
        t: u32,
        /// Lanes.
        p: u32,
    },
    /// A batch whose last record comes before its first, or after the last there is.
    #[error("the records of a batch are no range")]
    Records,
    /// A sealed master key that is missing, was changed, or stands in the wrong row.
    #[error("the sealed master key of a batch was changed")]
    MasterKey,
    /// Sealed record keys that were changed, or stand in the wrong row.
    #[error("the sealed keys of record {record} were changed")]
    RecordKeys {
        /// The record.
        record: RecordId,
    },
    /// A journaled key change that was altered, or stands in the wrong row.
    #[error("a journaled key change of card {uid} was changed")]
    KeyChange {
        /// The card.
        uid: Uid,
    },
}

impl From<Damage> for super::Error {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}
