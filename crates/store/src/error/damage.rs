//! How a file shows that it is not what tapsmith wrote.

use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use thiserror::Error;

use super::Cause;

/// What is wrong with the vault's file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Damage {
    /// SQLite or a column's type cannot make sense of it: cut short, overwritten, another format.
    #[error("its file cannot be read")]
    Unreadable(#[source] Cause),
    /// An SQLite file of another program, or an empty one.
    #[error("its file is not a tapsmith vault")]
    NotAVault,
    /// SQLite's own check: rows out of order, an index that does not fit its table, a lost page.
    #[error("its file is inconsistent")]
    Inconsistent,
    /// Tables, indexes or triggers that tapsmith does not make, or one that is missing.
    #[error("its tables are not those that tapsmith makes")]
    Schema,
    /// A row that does not fit its digest, or its MAC.
    #[error("row {row} of the table {table} was changed")]
    Row {
        /// The table.
        table: &'static str,
        /// What its key's columns hold.
        row: String,
    },
    /// A column that holds what its type does not allow.
    #[error("a row of the table {table} holds no {column} that can be")]
    Value {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The row that says what all others add up to.
    #[error("its totals are missing, or not as tapsmith writes them")]
    Totals,
    /// Rows were taken out, put in or put back.
    #[error(
        "the table {table} has other rows than were written: {found} there, {expected} written"
    )]
    Rows {
        /// The table.
        table: &'static str,
        /// How many there are.
        found: u64,
        /// How many were written.
        expected: u64,
    },
    /// An event that was changed, or stands where another stood.
    #[error("the history is broken at event {number}")]
    Link {
        /// The first link that does not fit.
        number: i64,
    },
    /// The history ends before, or after, its last event.
    #[error("the history has {links} events where {expected} were written")]
    HistoryEnd {
        /// Those there are.
        links: i64,
        /// Those that were written.
        expected: i64,
    },
    /// The history does not hold a link that it held once.
    #[error("the history does not hold the link {expected}: another history stands in its place")]
    NotExpected {
        /// The link: 64 hex digits.
        expected: String,
    },
    /// No entry of a recipient, or one that tapsmith does not write.
    #[error("the entry of a recipient is missing, or not as tapsmith writes it")]
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
    /// An order's sealed template that was changed, or stands in the wrong row.
    #[error("the sealed template of order {reference} was changed")]
    Template {
        /// The order.
        reference: String,
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
