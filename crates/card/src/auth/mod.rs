//! Authentication as a chain in which each step consumes the one before: [`Opening`] ->
//! [`Challenged`] -> [`Channel`].
//!
//! Source: NT4H2421Gx Rev. 3.0, "`AuthenticateEV2First`", "`AuthenticateEV2NonFirst`",
//! "`AuthenticateLRPFirst`", "`AuthenticateLRPNonFirst`"; AN12196 and AN12321, "Authentication".
//!
//! # Layout
//! - `opening`: the first command, which asks for a challenge in one suite or the other.
//! - `challenged`: the second command, and the card's proof.
//! - `legacy`: the same of a MIFARE DESFire's own master key, as it is delivered.

mod challenged;
mod legacy;
mod opening;

pub use challenged::Challenged;
pub use legacy::{LegacyChallenged, LegacyOpening, LegacySession};
pub use opening::Opening;

use thiserror::Error;

#[cfg(doc)]
use crate::channel::Channel;

/// The card did not prove that it holds the key, or answered with something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AuthenticationError {
    /// Another length than the protocol has.
    #[error("the card's answer to the authentication has the wrong length")]
    Length,
    /// It did not give our random number back: it does not hold the key.
    #[error("the card does not hold this key")]
    Impostor,
}

/// What the session starts from.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// `AuthenticateEV2First` or `AuthenticateLRPFirst`.
    First,
    /// `AuthenticateEV2NonFirst` or `AuthenticateLRPNonFirst`: the transaction goes on under another
    /// key.
    NonFirst { ti: [u8; 4], counter: u16 },
}

#[cfg(test)]
mod tests;
