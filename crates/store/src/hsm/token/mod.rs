//! One token, logged in.

mod choose;
mod find;
mod generate;
mod login;
mod name;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cryptoki::session::Session;
use secrecy::SecretString;

pub use name::TokenName;

use super::error::HsmError;
use super::module;
use super::uri::HsmUri;

/// Which of a PIN's tries may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tries {
    /// One, if none failed since the last login that the token knows of.
    First,
    /// One more: somebody says that the PIN is right now. Never the last.
    Again,
}

/// A security module's token, logged in for as long as this or one of its keys lives.
pub struct Token(Arc<LoggedIn>);

/// What a token and its keys share.
pub(super) struct LoggedIn {
    name: TokenName,
    /// PKCS#11 forbids two threads in one session.
    session: Mutex<Session>,
}

impl Token {
    /// The one token that `uri` fits, logged in with `pin`.
    ///
    /// The PIN is tried once at the most; with [`Tries::First`] not at all where the token says that
    /// tries failed, and never where only the last is left. A second login of one program to one token stands on the first: its PIN is not asked.
    ///
    /// # Errors
    /// No library, no token or several; a token that cannot sign with AES-CMAC; a PIN that is
    /// wrong, locked, or was wrong before.
    pub fn open(uri: &HsmUri, pin: &SecretString, tries: Tries) -> Result<Self, HsmError> {
        let module = module::load(uri)?;
        let chosen = choose::the_one(&module, uri)?;
        choose::signs_with_cmac(&module, &chosen)?;
        login::may_be_tried(&chosen, pin, tries)?;
        let session = Mutex::new(login::log_in(&module, &chosen, pin)?);
        Ok(Self(Arc::new(LoggedIn { name: chosen.name, session })))
    }

    /// Which token it is.
    pub fn name(&self) -> &TokenName {
        &self.0.name
    }
}

impl LoggedIn {
    /// The session, for one operation.
    pub(super) fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.name())
    }
}
