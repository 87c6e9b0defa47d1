//! What can go wrong with a security module, in its owner's words. Never holds a PIN.

mod ckr;
mod hint;
mod pkcs11;

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use cryptoki::context::Function;
use thiserror::Error;

pub use ckr::Ckr;

use super::key::Unfit;
use super::token::TokenName;
use super::uri::HsmUri;

/// Why the security module did not do what it was asked.
#[derive(Debug, Error)]
pub enum HsmError {
    /// No library of that name in the usual places.
    #[error("there is no PKCS#11 library {name} in the usual places")]
    NoModule {
        /// Its name.
        name: String,
    },
    /// The library is missing, or it is none.
    #[error("the PKCS#11 library {} cannot be loaded", path.display())]
    Module {
        /// The library.
        path: PathBuf,
        /// What the system's loader, or the library, said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// No token is as the URI says.
    #[error("no token fits {uri}: {}", list(tokens))]
    NoToken {
        /// What was asked for.
        uri: Box<HsmUri>,
        /// Those there are.
        tokens: Vec<TokenName>,
    },
    /// More than one token is as the URI says.
    #[error("more than one token fits {uri}: {}", list(tokens))]
    ManyTokens {
        /// What was asked for.
        uri: Box<HsmUri>,
        /// Those that fit.
        tokens: Vec<TokenName>,
    },
    /// The token cannot derive keys.
    #[error("the token {token} does not sign with CKM_AES_CMAC")]
    NoCmac {
        /// The token.
        token: Box<TokenName>,
    },
    /// The token was set up without a user's PIN.
    #[error("the token {token} has no user PIN yet")]
    NoPin {
        /// The token.
        token: Box<TokenName>,
    },
    /// A PIN that cannot be right, so that it was not tried.
    #[error("a PIN of the token {token} has {least} to {most} bytes: none was tried")]
    PinLength {
        /// The token.
        token: Box<TokenName>,
        /// Bytes at least.
        least: usize,
        /// Bytes at most.
        most: usize,
    },
    /// The token refused the PIN.
    #[error("the PIN of the token {token} is wrong: one try was spent")]
    WrongPin {
        /// The token.
        token: Box<TokenName>,
    },
    /// The PIN was wrong too often.
    #[error("the PIN of the token {token} is locked")]
    PinLocked {
        /// The token.
        token: Box<TokenName>,
    },
    /// The PIN was wrong before, and few tries are left.
    #[error("the token {token} counts its PIN tries low: none was spent")]
    PinTriesLow {
        /// The token.
        token: Box<TokenName>,
    },
    /// Only the last try is left.
    #[error("the token {token} has one try of its PIN left: it was not spent")]
    PinFinalTry {
        /// The token.
        token: Box<TokenName>,
    },
    /// A key without an id would be found by nobody.
    #[error("a key in a token needs an id")]
    EmptyId,
    /// No AES key with that id.
    #[error("the token {token} has no AES key with the id {id}")]
    NoKey {
        /// The token.
        token: Box<TokenName>,
        /// The id.
        id: KeyId,
    },
    /// More than one AES key with that id.
    #[error("the token {token} has more than one AES key with the id {id}")]
    ManyKeys {
        /// The token.
        token: Box<TokenName>,
        /// The id.
        id: KeyId,
    },
    /// The id of a key to be made is taken.
    #[error("the token {token} has a key with the id {id} already")]
    KeyExists {
        /// The token.
        token: Box<TokenName>,
        /// The id.
        id: KeyId,
    },
    /// A key that is no master key.
    #[error("the key {id} cannot be a master key: {unfit}")]
    Unfit {
        /// Its id.
        id: KeyId,
        /// Why not.
        unfit: Unfit,
    },
    /// A key was made that must not be used, and could not be destroyed.
    #[error("the key {id} was made, cannot be a master key, and is still in the token: {unfit}")]
    Stranded {
        /// Its id.
        id: KeyId,
        /// Why it must not be used.
        unfit: Unfit,
        /// Why it is still there.
        #[source]
        source: Box<HsmError>,
    },
    /// The token's memory is full.
    #[error("the token is full: no key was made")]
    Full,
    /// The token may not be written.
    #[error("the token is read-only")]
    ReadOnly,
    /// The token was pulled, or its connection broke.
    #[error("the token was removed")]
    Removed,
    /// The module refused for a reason that has no word of its own here.
    #[error("the token refused C_{function:?} ({code})")]
    Refused {
        /// The specification's function, without `C_`.
        function: Function,
        /// Its return value.
        code: Ckr,
    },
    /// An answer that is none: a MAC of another length, a missing function.
    #[error("the PKCS#11 library gave an answer that makes no sense")]
    Nonsense(#[source] Option<cryptoki::error::Error>),
}

/// A key's `CKA_ID`. Prints as upper-case hex.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyId(pub Vec<u8>);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&tapsmith_core::hex::encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// At most ten tokens, so that an error can be read.
fn list(tokens: &[TokenName]) -> String {
    const SHOWN: usize = 10;
    let names: Vec<_> = tokens.iter().take(SHOWN).map(TokenName::to_string).collect();
    match tokens.len().saturating_sub(SHOWN) {
        _ if names.is_empty() => "there is none".to_owned(),
        0 => format!("there are {}", names.join(", ")),
        more => format!("there are {} and {more} more", names.join(", ")),
    }
}
