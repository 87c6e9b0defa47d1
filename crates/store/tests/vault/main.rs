//! The vault as its users see it, and as someone with its file in hand sees it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests, which clippy only allows in the tests themselves"
)]

mod batches;
mod cards;
mod common;
mod damage;
mod door;
mod journal;
mod keys;
mod modes;
mod secrets;
mod taps;
