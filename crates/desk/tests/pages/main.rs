//! Cards of pages at the desk: NTAG21x, NTAG 22x DNA and MIFARE Ultralight. Card and client are both ours here, and the card
//! is judged by its data sheet in `crates/picc/tests/type2`. What is judged here is the way through them: the order
//! of things, what is written down before, what is said of a card.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "../common/desk.rs"]
mod common;

mod any_card;
mod for_good;
mod judged;
mod keys;
mod refusals;
mod rig;
mod signing;
mod torn;
