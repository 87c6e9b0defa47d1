//! The card's side of the wire: virtual chips. Everything here is pure: command bytes go in, answer
//! bytes come out, and randomness is an argument.
//!
//! Commands and replies are the types of `tapsmith-card`, decoded here and encoded there. The
//! card's end of authentication and secure messaging is written anew from the data sheet, and so
//! are the rules: a virtual card that shared its client's code would share its mistakes. Its
//! answers are judged by published dialogues and by somebody else's client.
//!
//! # Layout
//! - [`ntag424`]: NTAG 424 DNA. [`ntag424::Memory`] is what outlives the field.
//! - [`desfire`]: MIFARE DESFire EV3.
//! - [`type2`]: `NTAG21x` and MIFARE Ultralight, which speak frames and no APDUs.
//! - [`classic`]: MIFARE Classic, which a reader speaks to with commands of its own.
//! - [`signer`]: the virtual cards' own originality key.
//! - [`VirtualChip`]: any of them, and [`VirtualMemory`], its state.
//! - [`personality`]: what readers would answer, of their own, to the pseudo-APDUs of class `FF`.
//!
//! What the chips do of their data sheets, and what nobody knows, stands in `hardware-notes`.

pub mod classic;
pub mod desfire;
mod ev2;
pub mod ntag424;
pub mod personality;
pub mod signer;
mod state;
mod switch;
pub mod type2;
mod virtual_chip;

pub use desfire::Desfire;
pub use ntag424::{Memory, Ntag424, Unknowns};
pub use personality::{Personality, Reader};
pub use state::StateError;
pub use type2::Type2;
pub use virtual_chip::{UnknownChip, VirtualChip, VirtualKind, VirtualMemory};
