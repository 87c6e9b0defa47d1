//! A key that is in the token already.

use std::sync::Arc;

use cryptoki::object::{Attribute, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;

use super::Token;
use crate::hsm::error::{HsmError, KeyId};
use crate::hsm::key::{HsmKey, Unfit};

impl Token {
    /// The one AES key whose `CKA_ID` is `id`.
    ///
    /// # Errors
    /// None, or several; one that can be taken out of the token, is no AES-128 key, or may not sign.
    pub fn find(&self, id: &[u8]) -> Result<HsmKey, HsmError> {
        let id = key_id(id)?;
        let session = self.0.session();
        let keys = with_id(&session, &id, &[Attribute::KeyType(KeyType::AES)])?;
        let token = || Box::new(self.name().clone());
        let handle = match keys[..] {
            [] => return Err(HsmError::NoKey { token: token(), id }),
            [one] => one,
            _ => return Err(HsmError::ManyKeys { token: token(), id }),
        };
        match Unfit::to_be_found(&session, handle)? {
            None => Ok(HsmKey::new(Arc::clone(&self.0), handle, id)),
            Some(unfit) => Err(HsmError::Unfit { id, unfit }),
        }
    }
}

/// An id that can be searched for.
pub(super) fn key_id(id: &[u8]) -> Result<KeyId, HsmError> {
    if id.is_empty() { Err(HsmError::EmptyId) } else { Ok(KeyId(id.to_vec())) }
}

/// The secret keys with this id that stay in the token, of those that are `also` like this.
pub(super) fn with_id(
    session: &Session,
    id: &KeyId,
    also: &[Attribute],
) -> Result<Vec<ObjectHandle>, HsmError> {
    let mut template = vec![
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::Token(true),
        Attribute::Id(id.0.clone()),
    ];
    template.extend_from_slice(also);
    Ok(session.find_objects(&template)?)
}
