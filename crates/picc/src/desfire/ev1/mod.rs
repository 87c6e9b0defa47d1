//! EV1 secure messaging: what `AuthenticateISO` and `AuthenticateAES` open. One chain runs through a session: every
//! message, in either direction, begins where the one before it ended.
//!
//! A command that is not encrypted moves the chain on by its MAC, which is sent only behind data that is written.
//! An answer has a MAC over itself and its status, of which eight bytes are sent. What is encrypted is `data ‖
//! CRC-32 ‖ zeros`; the checksum is not inverted at its end, and covers the command's instruction and header, or
//! the answer's status, too.
//!
//! Source: libfreefare and proxmark3; dialogues with a DESFire EV3 in the crate `desox` 0.5.4, which are replayed.
//!
//! # Layout
//! - [`Cipher`]: DES or AES, and its blocks. [`Session`]: the chain.

mod cipher;
mod session;

pub(super) use cipher::Cipher;
pub(super) use session::Session;
