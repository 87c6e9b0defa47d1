//! Deliveries judged by samples: cards of software on a desk, a real vault on disk.
//!
//! # Layout
//! - `delivery`: lots with planted defects, and what is found of them.
//! - `stage`: a desk, batches, cards as ordered and as printed; `chip`: a card by what it remembers; `tap`: a
//!   phone; `dice`: dice of the tests' own.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, and helpers of tests"
)]

mod chip;
mod delivery;
mod dice;
mod stage;
mod tap;
