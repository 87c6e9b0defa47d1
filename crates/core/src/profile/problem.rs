//! Why a profile's cards would be of no use.

use thiserror::Error;

use crate::access::Access;
use crate::derive::ts1::Role;
use crate::key::KeyNumber;
use crate::profile::{Chip, FailureRule, Lock};
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
    /// A card of text without one.
    #[error("text is missing: a card with content = \"text\" needs one")]
    NoText,
    /// A text, and a card that holds none.
    #[error("text: the card holds none: write content = \"text\", or leave it out")]
    NoTextContent,
    /// An address, and a card that holds none.
    #[error("url: a card with this content holds no address: leave it out")]
    NoAddress,
    /// A chip that this version gives nothing else.
    #[error("content: the cards of this chip, {chip}, hold an address")]
    AddressOnly {
        /// The chip.
        chip: Chip,
    },
    /// A setting of another kind of chip.
    #[error("{section}: this chip, {chip}, has no such thing: leave it out")]
    NotOnChip {
        /// Where.
        section: &'static str,
        /// The chip.
        chip: Chip,
    },
    /// A setting of the whole card, where only an application of it is ours.
    #[error(
        "{section}: of this chip, {chip}, nothing is set but the files and keys of its NDEF application: leave it out"
    )]
    LeftAlone {
        /// Where.
        section: &'static str,
        /// The chip.
        chip: Chip,
    },
    /// A setting of a password that there is none of.
    #[error(
        "protection.{setting} without a password: write protection.password = true, or leave it out"
    )]
    NoPassword {
        /// `from_page`, `reads`, `attempts` or `count`.
        setting: &'static str,
    },
    /// A password that anybody could write over.
    #[error(
        "protection.from_page is {page}: anybody could set another password: write {last} at the most"
    )]
    Unprotected {
        /// What stands there.
        page: u8,
        /// The highest that protects the password too.
        last: u8,
    },
    /// More than AUTHLIM can say.
    #[error(
        "protection.attempts is {attempts}: this chip counts to {most} at the most; 0 is no limit"
    )]
    Attempts {
        /// What stands there.
        attempts: u16,
        /// The most.
        most: u16,
    },
    /// So few that looking at a torn card could lock it.
    #[error(
        "protection.attempts is {attempts}: so few wrong passwords lock the card for good: write 0 for no limit, or at least {least}"
    )]
    FewAttempts {
        /// What stands there.
        attempts: u16,
        /// The least.
        least: u16,
    },
    /// A card that phones could not read.
    #[error(
        "protection.reads: phones read without a password: let from_page be behind the content"
    )]
    Hidden,
    /// More than the chip has room for.
    #[error("the content needs {needed} bytes at the least, and the chip has {room}")]
    TooLong {
        /// Bytes needed.
        needed: usize,
        /// Bytes there are.
        room: usize,
    },
    /// A key that signs, and that can be found out.
    #[error(
        "protection: the key that signs can be found out by who can write its pages: write password = true, and \"keys\" among what is locked"
    )]
    KeyExposed,
    /// A lock of a key that signs nothing.
    #[error(
        "protection.lock: keys, and the address has no {{uid}}x{{ctr}}x{{mac}}: the chip has no other key to lock"
    )]
    NoSigningKey,
    /// The same lock twice.
    #[error("protection.lock: {0} stands there twice")]
    LockTwice(Lock),
    /// A lock that the chip does not have.
    #[error("protection.lock: this chip, {chip}, has no lock of {lock}")]
    NoLock {
        /// The lock.
        lock: Lock,
        /// The chip.
        chip: Chip,
    },
    /// A counter that is shown, and protected.
    #[error(
        "protection.count is protected, with {{ctr}}: the chip would show no counter to phones"
    )]
    CountHidden,
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
