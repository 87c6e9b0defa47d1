//! Exactly one token, and one that can do what is needed.

use cryptoki::context::Pkcs11;
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::MechanismType;
use cryptoki::slot::{Slot, TokenInfo};

use super::name::TokenName;
use crate::hsm::error::HsmError;
use crate::hsm::uri::HsmUri;

/// A token before the login.
pub(super) struct Chosen {
    pub(super) slot: Slot,
    pub(super) info: TokenInfo,
    pub(super) name: TokenName,
}

/// The one token that fits.
pub(super) fn the_one(module: &Pkcs11, uri: &HsmUri) -> Result<Chosen, HsmError> {
    let (mut fitting, others): (Vec<_>, Vec<_>) =
        tokens(module)?.into_iter().partition(|token| fits(uri, &token.name));
    let uri = Box::new(uri.clone());
    match (fitting.pop(), fitting.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(last), false) => {
            fitting.push(last);
            Err(HsmError::ManyTokens { uri, tokens: names(fitting) })
        }
        (None, _) => Err(HsmError::NoToken { uri, tokens: names(others) }),
    }
}

/// Those set up for use. What cannot be asked is left out: it may be a card of another kind.
fn tokens(module: &Pkcs11) -> Result<Vec<Chosen>, HsmError> {
    let slots = module.get_slots_with_token()?;
    let tokens = slots.into_iter().filter_map(|slot| {
        let info = module.get_token_info(slot).ok().filter(TokenInfo::token_initialized)?;
        let name = TokenName::new(slot, &info);
        Some(Chosen { slot, info, name })
    });
    Ok(tokens.collect())
}

fn fits(uri: &HsmUri, name: &TokenName) -> bool {
    uri.token().is_none_or(|label| label == name.label)
        && uri.manufacturer().is_none_or(|manufacturer| manufacturer == name.manufacturer)
        && uri.model().is_none_or(|model| model == name.model)
        && uri.serial().is_none_or(|serial| serial == name.serial)
        && uri.slot_id().is_none_or(|slot_id| slot_id == name.slot_id)
}

fn names(tokens: Vec<Chosen>) -> Vec<TokenName> {
    tokens.into_iter().map(|token| token.name).collect()
}

/// Without `CKM_AES_CMAC` no key could be derived: said before a PIN is tried.
pub(super) fn signs_with_cmac(module: &Pkcs11, token: &Chosen) -> Result<(), HsmError> {
    let signs = match module.get_mechanism_info(token.slot, MechanismType::AES_CMAC) {
        Ok(mechanism) => mechanism.sign(),
        Err(Error::Pkcs11(RvError::MechanismInvalid, _)) => false,
        Err(error) => return Err(error.into()),
    };
    if signs { Ok(()) } else { Err(HsmError::NoCmac { token: token.name.clone().into() }) }
}
