//! SUN: the message a chip writes into its address and signs, anew at every tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Secure Dynamic Messaging"; AN12196, "SUN (Secure Unique NFC)".
//!
//! # Layout
//! - [`Tap`]: what a URL shows, found by [`crate::template::Template::read`] or [`by_name`].
//! - [`TapKeys`] and [`Tap::verify`]: what it proves.
//! - [`Verifier::verify`]: the same with keys made ready, [`KeyOf`] all cards or of each record;
//!   [`Verifier::verify_all`]: of many taps at once; [`Verifier::search`]: of one tap and the keys of many cards.
//! - [`sign`]: the same from the chip's side.
//! - [`Rejection`]: every way in which a tap is not good.
//! - [`picc_data`], [`session`]: the pieces both sides share.

mod by_name;
mod flight;
pub mod picc_data;
mod rejection;
mod search;
pub mod session;
mod sign;
mod tap;
mod verifier;
mod verify;

pub use by_name::by_name;
pub use picc_data::{PiccData, PiccEncData, PiccRandom};
pub use rejection::Rejection;
pub use sign::{Chip, sign};
pub use tap::{Mirror, Mirrors, Tap};
pub use verifier::{KeyOf, Verifier};
pub use verify::{Reading, TapKeys};

#[cfg(test)]
mod tests;
