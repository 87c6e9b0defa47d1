//! What keeps a key from being a master key, by what its token says of it.

use cryptoki::error::Error;
use cryptoki::object::{Attribute, AttributeType, ObjectHandle};
use cryptoki::session::Session;
use thiserror::Error;

/// Why a key cannot be a master key. What a token does not say counts against the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unfit {
    /// `CKA_EXTRACTABLE`.
    #[error("it can be taken out of the token")]
    Extractable,
    /// Not `CKA_SENSITIVE`.
    #[error("its bytes can be read")]
    NotSensitive,
    /// Not `CKA_NEVER_EXTRACTABLE`.
    #[error("it could be taken out of the token before")]
    WasExtractable,
    /// Not `CKA_ALWAYS_SENSITIVE`.
    #[error("its bytes could be read before")]
    WasNotSensitive,
    /// Not `CKA_LOCAL`.
    #[error("it was not made in the token")]
    NotLocal,
    /// Another `CKA_VALUE_LEN`.
    #[error("it is not an AES-128 key")]
    Length,
    /// Not `CKA_SIGN`.
    #[error("it may not sign")]
    NoSign,
    /// The token does not say what it made.
    #[error("the token does not say what it is")]
    Unread,
}

impl Unfit {
    /// What must hold of any key that is used.
    fn demands() -> [(Attribute, Self); 4] {
        [
            (Attribute::Extractable(false), Self::Extractable),
            (Attribute::Sensitive(true), Self::NotSensitive),
            (Attribute::ValueLen(16.into()), Self::Length),
            (Attribute::Sign(true), Self::NoSign),
        ]
    }

    /// What must hold too of one that was made just now.
    fn demands_of_new() -> [(Attribute, Self); 3] {
        [
            (Attribute::NeverExtractable(true), Self::WasExtractable),
            (Attribute::AlwaysSensitive(true), Self::WasNotSensitive),
            (Attribute::Local(true), Self::NotLocal),
        ]
    }

    /// What is wrong with a key that was found.
    pub(in crate::hsm) fn to_be_found(
        session: &Session,
        key: ObjectHandle,
    ) -> Result<Option<Self>, Error> {
        judge(session, key, Self::demands().into())
    }

    /// What is wrong with a key that was made just now.
    pub(in crate::hsm) fn to_be_made(
        session: &Session,
        key: ObjectHandle,
    ) -> Result<Option<Self>, Error> {
        judge(session, key, [&Self::demands()[..], &Self::demands_of_new()].concat())
    }
}

/// The first demand that the token does not say is met.
fn judge(
    session: &Session,
    key: ObjectHandle,
    demands: Vec<(Attribute, Unfit)>,
) -> Result<Option<Unfit>, Error> {
    let types: Vec<AttributeType> =
        demands.iter().map(|(attribute, _)| attribute.attribute_type()).collect();
    let said = session.get_attributes(key, &types)?;
    let unmet = demands.into_iter().find(|(attribute, _)| !said.contains(attribute));
    Ok(unmet.map(|(_, unfit)| unfit))
}
