//! Why a profile's cards would be of no use.

use thiserror::Error;

use crate::access::Access;
use crate::derive::ts1::Role;
use crate::key::KeyNumber;
use crate::profile::FailureRule;
use crate::template::{FileDataError, TemplateError};

/// Why a profile's cards would be of no use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileProblem {
    /// A name that could not be typed.
    #[error("name: {0:?} is not 1 to 64 letters, digits, '.', '_' or '-'")]
    Name(String),
    /// The address. The reason is in the text, so it is no source: a chain would say it twice.
    #[error("url: {0}")]
    Url(TemplateError),
    /// No place for the batch's own address.
    #[error("url: no {{base}}: the batch's base URL has no place in it")]
    NoBase,
    /// A change right that is not key 0's: it would lock the owner out, or let anybody in.
    #[error("files.{file}.rights.change is {found}: write key0, or the card {}", fate(*found))]
    Change {
        /// The file.
        file: &'static str,
        /// What stands there.
        found: Access,
    },
    /// Phones read in plain, without a key.
    #[error(
        "files.{file}: phones read in plain and without a key: mode must be plain and read free"
    )]
    Unreadable {
        /// The file.
        file: &'static str,
    },
    /// Anybody could write a file.
    #[error("files.{file}.rights.{right} is free: anybody could write something else there")]
    Writable {
        /// The file.
        file: &'static str,
        /// `write` or `read_write`.
        right: &'static str,
    },
    /// Slot 0 is the master key's.
    #[error("slots.app_master is {0}: the chip's master key is key 0")]
    Master(KeyNumber),
    /// Two roles in one slot.
    #[error("slots: {0} and {1} are both in slot {2}")]
    SameSlot(Role, Role, KeyNumber),
    /// The order's keys.
    #[error("order: publicKey and privateKey are both {0}")]
    SameOrderKey(Role),
    /// What is encrypted.
    #[error("file_data: {0}")]
    FileData(FileDataError),
    /// No scheme of an address.
    #[error("scheme: {0:?} is no scheme: a letter, then letters, digits, '+', '-' or '.'")]
    Scheme(String),
    /// A loop that the chip does not have.
    #[error(
        "chip: an ntag424 has no tamper loop: write chip = \"ntag424tt\", or leave out {{tt}} and configuration.tag_tamper"
    )]
    NoLoop,
    /// A loop that nothing watches.
    #[error(
        "configuration.tag_tamper is missing: without it the chip measures nothing, and {{tt}} says so at every tap"
    )]
    LoopOff,
    /// A UID hidden from readers and shown in the address, or nowhere.
    #[error(
        "configuration.random_uid without {{picc}}: {}",
        if *plain { "{uid} in plain gives away what it hides" } else { "nobody could tell which card it is" }
    )]
    RandomUid {
        /// Whether the address shows the UID in plain.
        plain: bool,
    },
    /// A hidden UID that only the card's own key could find.
    #[error(
        "configuration.random_uid without meta_read in shared: nobody could tell which card it is before its own key is known"
    )]
    RandomUidAlone,
    /// A role named twice.
    #[error("shared: {0} stands there twice")]
    SharedTwice(Role),
    /// The master key of all cards on each.
    #[error("shared: app_master: whoever opens one card could change them all")]
    SharedMaster,
    /// A key that signs for all, and a record it does not sign.
    #[error(
        "shared: file_read: {{record_id}} has to be inside the MAC's input, or one card's tap would pass for another's: put [[ before it"
    )]
    SharedFileRead,
    /// A success that forgives every failure.
    #[error(
        "configuration.failed_authentications: decrement {decrement} is not below limit {limit}: one success would wipe all failures"
    )]
    Forgiving {
        /// So many lock the key.
        limit: u16,
        /// So many are forgiven.
        decrement: u16,
    },
    /// A limit that looking at a card could reach.
    #[error(
        "configuration.failed_authentications.limit is {limit}: so few failures lock a key, and key 0 for good: write 0 for none, or at least {}",
        FailureRule::LEAST_LIMIT
    )]
    Strict {
        /// So many lock the key.
        limit: u16,
    },
    /// A loop whose state nobody ever sees.
    #[error(
        "configuration.tag_tamper is never, and no {{tt}} shows the loop: nobody could tell that it was cut"
    )]
    LoopUnseen,
    /// A setting of a counter that there is none of.
    #[error(
        "counter.{setting} without {{picc}} or {{ctr}}: the chip counts no taps that it does not show"
    )]
    NoCounter {
        /// `limit` or `read`.
        setting: &'static str,
    },
    /// A limit of 0.
    #[error("counter.limit is 0: the card would answer no tap at all")]
    Limit,
}

fn fate(found: Access) -> &'static str {
    match found {
        Access::Never => "could never be changed again, not even by its owner",
        Access::Free => "could be changed by anybody",
        Access::Key(_) => "could not be changed in the session that writes it",
    }
}
