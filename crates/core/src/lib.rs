//! What a tap is: keys, key derivation, records, SUN, NDEF, URL templates, the order payload.
//!
//! Everything here is a plain value or a pure function: no clock, no randomness, no I/O. Time and
//! randomness are arguments.
//!
//! # Layout
//! - [`secret`]: the one door through which a key leaves; [`key`], [`kcv`], [`random`].
//! - [`uid`], [`counter`], [`record`], [`batch`], [`access`]: the small types everything names.
//! - [`aes`], [`bytes`], [`hex`]: the few operations on bytes that all else is made of.
//! - [`mod@derive`]: AN10922 and the key scheme TS1.
//! - [`profile`], [`template`], [`ndef`]: what a card shall say, down to bytes and offsets; [`layout`]:
//!   the same of a whole batch, as asked for or as found.
//! - [`sun`]: making and checking the message a chip signs at every tap.
//! - [`order`]: the printer's order and its `nfc` object.
//! - [`sampling`]: how many cards of a lot to look at, which ones, and what they say of the others.

pub mod access;
pub mod address;
pub mod aes;
pub mod batch;
pub mod bytes;
pub mod counter;
pub mod derive;
pub mod hex;
pub mod kcv;
pub mod key;
pub mod layout;
pub mod lrp;
pub mod ndef;
pub mod order;
pub mod profile;
pub mod random;
pub mod record;
pub mod sampling;
pub mod secret;
pub mod suite;
pub mod sun;
pub mod tamper;
pub mod template;
pub mod uid;
