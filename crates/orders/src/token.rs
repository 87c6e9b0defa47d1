//! The token that says to a printer's server who we are.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use tapsmith_core::secret::REDACTED;
use thiserror::Error;

use crate::provider::Name;

/// An API token. Opaque, but for what its first letters say: whether orders made with it are real.
#[derive(Clone)]
pub struct Token(SecretString);

/// Not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadToken {
    /// Nothing there.
    #[error("the token is empty")]
    Empty,
    /// A character that no HTTP header takes, or a space.
    #[error("the token holds a space or another character that no token has")]
    Character,
}

/// How tokens start that make no real order. The first is Printags' own: such orders "are neither
/// charged nor made". The second is of this project's stand-in for Merchrocket, which has none.
const TEST: [&str; 2] = ["sk_test_", "mrp_test_"];

/// How the tokens of this project's stand-ins go on.
const STAND_IN: [&str; 2] = ["sk_test_sandbox", "mrp_test_sandbox"];

impl Token {
    /// The token in `text`; space around it is not part of it.
    ///
    /// # Errors
    /// [`BadToken`].
    pub fn new(text: &str) -> Result<Self, BadToken> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadToken::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(BadToken::Character);
        }
        Ok(Self(SecretString::from(text)))
    }

    /// Whether orders made with it are not made, and cost nothing.
    pub fn is_test(&self) -> bool {
        TEST.iter().any(|start| self.0.expose_secret().starts_with(start))
    }

    /// Whether it is of a stand-in's, which no printer knows.
    pub fn is_of_stand_in(&self) -> bool {
        STAND_IN.iter().any(|start| self.0.expose_secret().starts_with(start))
    }

    /// Whether it starts as another provider's tokens do.
    pub fn is_of_other(&self, provider: Name) -> bool {
        let other = match provider {
            Name::Printags => "mrp_",
            Name::Merchrocket => "sk_",
        };
        self.0.expose_secret().starts_with(other)
    }

    /// The token itself, for the one header it goes into. A door like
    /// [`Reveal::reveal`](tapsmith_core::secret::Reveal::reveal).
    pub(crate) fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({REDACTED})")
    }
}
