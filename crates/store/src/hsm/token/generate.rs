//! A new key, made inside.

use std::sync::Arc;

use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, ObjectHandle};
use cryptoki::session::Session;

use super::{Token, find};
use crate::hsm::error::{HsmError, KeyId};
use crate::hsm::key::{HsmKey, Unfit};

impl Token {
    /// Makes an AES-128 key that signs, does nothing else, and never leaves the token.
    ///
    /// The token's word is not taken for granted: what it says of the key afterwards must agree.
    ///
    /// # Errors
    /// The id is empty or taken; the token is read-only or full; the token does not say that the
    /// key was made inside and stays there, in which case the key is destroyed again.
    pub fn generate(&self, label: &str, id: &[u8]) -> Result<HsmKey, HsmError> {
        let id = find::key_id(id)?;
        let session = self.0.session();
        if !find::with_id(&session, &id, &[])?.is_empty() {
            return Err(HsmError::KeyExists { token: self.name().clone().into(), id });
        }
        let handle = make(&session, label, &id)?;
        match Unfit::to_be_made(&session, handle) {
            Ok(None) => Ok(HsmKey::new(Arc::clone(&self.0), handle, id)),
            Ok(Some(unfit)) => Err(undo(&session, handle, id, unfit)),
            Err(_) => Err(undo(&session, handle, id, Unfit::Unread)),
        }
    }
}

/// A few tokens refuse a key that cannot be changed: there it can be.
fn make(session: &Session, label: &str, id: &KeyId) -> Result<ObjectHandle, HsmError> {
    let template = template(label, id);
    let rigid = [&template[..], &[Attribute::Modifiable(false)]].concat();
    match session.generate_key(&Mechanism::AesKeyGen, &rigid) {
        Err(Error::Pkcs11(
            RvError::AttributeTypeInvalid
            | RvError::AttributeValueInvalid
            | RvError::AttributeReadOnly
            | RvError::TemplateInconsistent,
            _,
        )) => Ok(session.generate_key(&Mechanism::AesKeyGen, &template)?),
        made => Ok(made?),
    }
}

fn template(label: &str, id: &KeyId) -> Vec<Attribute> {
    vec![
        Attribute::Label(label.as_bytes().to_vec()),
        Attribute::Id(id.0.clone()),
        Attribute::ValueLen(16.into()),
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Verify(false),
        Attribute::Encrypt(false),
        Attribute::Decrypt(false),
        Attribute::Wrap(false),
        Attribute::Unwrap(false),
        Attribute::Derive(false),
    ]
}

/// Takes away a key that must not be used.
fn undo(session: &Session, handle: ObjectHandle, id: KeyId, unfit: Unfit) -> HsmError {
    match session.destroy_object(handle) {
        Ok(()) => HsmError::Unfit { id, unfit },
        Err(error) => HsmError::Stranded { id, unfit, source: Box::new(error.into()) },
    }
}
