//! Authentication in AES mode, the card's end: a challenge, and the proof that answers it.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`AuthenticateEV2First`", "`AuthenticateEV2NonFirst`".
//!
//! # Layout
//! - [`first`], [`non_first`]: the first part, which asks.
//! - [`prove`]: the second part, which decides.

mod part_one;
mod part_two;

pub(super) use part_one::{first, non_first};
pub(super) use part_two::prove;

use std::fmt;

use tapsmith_core::aes::Block;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::secret::REDACTED;

use super::channel::Transaction;

/// `AuthenticateEV2First`.
pub(super) const FIRST: u8 = 0x71;
/// `AuthenticateEV2NonFirst`.
pub(super) const NON_FIRST: u8 = 0x77;

/// A challenge that the reader has not answered yet.
pub(super) struct Challenge {
    pub(super) key: KeyNumber,
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

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Challenge {{ key: {:?}, rnd_b: {REDACTED}, start: {:?} }}", self.key, self.start)
    }
}

/// One byte to the left, the first becoming the last.
fn rotated(mut block: Block) -> Block {
    block.rotate_left(1);
    block
}
