//! Deliveries judged by samples: cards of software on a desk, a real vault on disk.
//!
//! # Layout
//! - `delivery`: lots with planted defects, and what is found of them. `lots`: how often lots are accepted.
//! - `sessions`: what cards and words come to. `exchanges`: what a verdict costs.
//! - `trust`: whose word is taken. `factory`: keys that everybody knows.
//! - `plans`: what is drawn. `switching`: from lot to lot.
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
mod exchanges;
mod factory;
mod lots;
mod plans;
mod sessions;
mod stage;
mod switching;
mod tap;
mod trust;
