//! A key inside a token.

mod unfit;

use std::fmt;
use std::sync::Arc;

use cryptoki::mechanism::Mechanism;
use cryptoki::object::ObjectHandle;
use tapsmith_core::key::AesKey;
use zeroize::Zeroizing;

pub use unfit::Unfit;

use super::error::{HsmError, KeyId};
use super::token::LoggedIn;

/// An AES-128 key that stays in its token, which it keeps logged in.
#[derive(Clone)]
pub struct HsmKey {
    token: Arc<LoggedIn>,
    handle: ObjectHandle,
    id: KeyId,
}

impl HsmKey {
    pub(super) fn new(token: Arc<LoggedIn>, handle: ObjectHandle, id: KeyId) -> Self {
        Self { token, handle, id }
    }

    /// Its `CKA_ID`.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The AES-CMAC of `message` under this key, as a key: over `ts1::mac_input` it is a card's.
    ///
    /// # Errors
    /// The token was removed, or refused.
    pub fn cmac(&self, message: &[u8]) -> Result<AesKey, HsmError> {
        let session = self.token.session();
        let mac = Zeroizing::new(session.sign(&Mechanism::AesCMac, self.handle, message)?);
        let mac: &[u8; 16] = mac.as_slice().try_into().map_err(|_| HsmError::Nonsense(None))?;
        Ok(AesKey::init_with(|key| key.copy_from_slice(mac)))
    }

    /// Destroys it in its token. Whatever was derived from it is lost.
    ///
    /// # Errors
    /// The token is read-only, or refused: then the key is still there.
    pub fn destroy(self) -> Result<(), HsmError> {
        Ok(self.token.session().destroy_object(self.handle)?)
    }
}

impl fmt::Debug for HsmKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HsmKey({})", self.id)
    }
}
