//! A batch's master key inside a security module (PKCS#11): it is made there, and never leaves.
//!
//! The vault holds no part of such a key. The keys of the cards are derived inside the token, one
//! AES-CMAC each, over what `tapsmith_core::derive::ts1::mac_input` gives.
//!
//! Source: OASIS PKCS #11 Specification Version 3.1; RFC 7512, "The PKCS #11 URI Scheme".
//!
//! # Layout
//! - [`HsmUri`]: which module, which token, which key; [`UriError`], where a text is no such URI.
//! - `module`: the library found and loaded, once in a process.
//! - [`Token`]: the one token that fits, logged in with one try at the most.
//! - [`HsmKey`]: a key inside it, and [`Unfit`], what keeps a key from being a master key.
//! - [`HsmError`]: what can go wrong, and what to do then.

mod error;
mod key;
mod module;
mod token;
mod uri;

pub use error::{Ckr, HsmError, KeyId};
pub use key::{HsmKey, Unfit};
pub use token::{Token, TokenName, Tries};
pub use uri::{HsmUri, UriAttribute, UriError};
