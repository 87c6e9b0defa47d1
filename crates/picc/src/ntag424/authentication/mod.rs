//! Authentication, the card's end: a challenge, and the proof that answers it.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`AuthenticateEV2First`", "`AuthenticateEV2NonFirst`",
//! "`AuthenticateLRPFirst`", "`AuthenticateLRPNonFirst`".
//!
//! # Layout
//! - [`first`], [`non_first`]: the first part, which asks.
//! - [`prove`]: the second part, which decides; `ev2::proof` says how.

mod part_one;
mod part_two;

pub(super) use part_one::{first, non_first};
pub(super) use part_two::prove;

use std::fmt;

use tapsmith_core::aes::Block;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::secret::REDACTED;
use tapsmith_core::suite::Suite;

use super::channel::Transaction;

/// `AuthenticateEV2First` and `AuthenticateLRPFirst`.
pub(super) const FIRST: u8 = 0x71;
/// `AuthenticateEV2NonFirst` and `AuthenticateLRPNonFirst`.
pub(super) const NON_FIRST: u8 = 0x77;

/// `PDCap2.1` and `PCDCap2.1`: the bit that says LRP.
const LRP: u8 = 0x02;

/// A challenge that the reader has not answered yet.
#[derive(Debug)]
pub(super) enum Challenge {
    /// For a key of the application.
    Application(Asked),
    /// For a key that only NXP has: whatever is answered is wrong, and none of it is counted.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Originality Check"; AN12196, "Failed authentication counters".
    Originality,
}

/// What was asked, and what will come of it.
pub(super) struct Asked {
    pub(super) key: KeyNumber,
    suite: Suite,
    rnd_b: Block,
    start: Start,
}

/// What a session will begin with.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// A transaction of its own; the reader's capabilities are given back to it.
    First { reader_capabilities: [u8; 6] },
    /// The transaction of the session before.
    NonFirst(Transaction),
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, suite, start, .. } = self;
        write!(f, "Asked {{ key: {key:?}, {suite}, rnd_b: {REDACTED}, start: {start:?} }}")
    }
}
