//! A file's settings: how its bytes travel, who may do what, and SDM.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetFileSettings`", "`ChangeFileSettings`".
//!
//! # Layout
//! - [`FileSettings`]: option byte and access rights, with the [`Sdm`] block if SDM is on.
//! - [`Sdm`]: what is mirrored where, and under which keys.
//! - [`Offset`]: three bytes of file position.

mod file;
mod offset;
mod rights;
mod sdm;
mod wire;

pub use file::FileSettings;
pub use offset::Offset;
pub(crate) use rights::{access, nibble};
pub use rights::{decode_rights, encode_rights};
pub use sdm::{CounterMirror, EncryptedData, FileRead, PiccMirror, Sdm};

#[cfg(test)]
mod tests;
