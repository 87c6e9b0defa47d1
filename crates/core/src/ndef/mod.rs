//! NDEF messages: what a phone reads from a card, whatever holds it.
//!
//! Source: NFC Forum NDEF 1.0; URI Record Type Definition 1.0; Text Record Type Definition 1.0.
//!
//! # Layout
//! - [`Message`]: what a card shall hold: an address, a text, or nothing.
//! - [`Content`] and [`read`]: what a card holds.
//! - [`Image`]: a message in the NDEF file of a Type 4 card, with where the chip writes into it.

mod file;
mod message;
mod reading;

pub use file::{FILE_SIZE, Image, TooLong, read_uri};
pub use message::{LANGUAGE, Message};
pub use reading::{Content, NdefError, read};

#[cfg(test)]
mod tests;
