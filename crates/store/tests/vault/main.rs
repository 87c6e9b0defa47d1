//! The vault as its users see it, and as someone with its file in hand sees it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests, which clippy only allows in the tests themselves"
)]

mod backup;
mod backup_damage;
mod batches;
mod cards;
mod check;
mod common;
mod concurrent;
mod damage;
mod door;
mod flips;
mod forge;
mod format;
mod guard;
mod history;
mod hold;
mod journal;
mod keys;
mod memory;
mod modes;
mod orders;
mod qa;
mod rekey;
mod reprint;
mod secrets;
mod settings;
mod steps;
mod submissions;
mod taps;
mod world;
