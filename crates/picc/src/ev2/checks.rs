//! What is checked of a wrapped command before its protection is taken off, and in which order.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::channel::{MAC_LENGTH, padded_length};
use super::unknowns::CheckOrder;

/// The outcomes of the checks. All are known before one is told.
#[derive(Debug)]
pub(crate) struct Checks {
    pub(crate) length: Result<(), Status>,
    pub(crate) state: Result<(), Status>,
    pub(crate) right: Result<(), Status>,
}

impl Checks {
    /// The first refusal, in the order of `order`.
    pub(crate) fn settle(self, order: CheckOrder) -> Result<(), Status> {
        let Self { length, state, right } = self;
        match order {
            CheckOrder::LengthFirst => length.and(state).and(right),
            CheckOrder::LengthLast => state.and(right).and(length),
        }
    }
}

/// How long a command is in plain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// Bytes that are never encrypted.
    pub(crate) header: usize,
    /// The others.
    pub(crate) data: usize,
}

impl Shape {
    /// The length on the wire.
    pub(crate) fn on_wire(self, protection: CommMode) -> usize {
        self.header
            + match protection {
                CommMode::Plain => self.data,
                CommMode::Mac => self.data + MAC_LENGTH,
                CommMode::Full => padded_length(self.data) + MAC_LENGTH,
            }
    }
}
