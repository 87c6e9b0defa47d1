//! The card's side of the wire: a virtual NTAG 424 DNA, and a virtual MIFARE Classic. Everything here is
//! pure: command bytes go in, answer bytes come out, and randomness is an argument.
//!
//! Commands and replies are the types of `tapsmith-card`, decoded here and encoded there. The
//! card's end of authentication and secure messaging is written anew from the data sheet, and so
//! are the rules: a virtual card that shared its client's code would share its mistakes. Its
//! answers are judged by published dialogues and by somebody else's client.
//!
//! # Layout
//! - [`ntag424`]: the chip. [`ntag424::Memory`] is what outlives the field.
//! - [`classic`]: MIFARE Classic, and a reader before it.
//! - [`signer`]: the virtual cards' own originality key.
//! - `personality`: what a reader would answer, of its own, to the pseudo-APDUs of class `FF`.
//!
//! What the chip does of its data sheet, and what nobody knows, stands in
//! `hardware-notes/ntag424-dna.md` and `hardware-notes/mifare-classic.md`.

pub mod classic;
pub mod ntag424;
mod personality;
pub mod signer;

pub use ntag424::{Memory, Ntag424, StateError, Unknowns};
