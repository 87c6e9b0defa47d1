//! The login: one try at the most, and none that could be one of the last.

use cryptoki::context::Pkcs11;
use cryptoki::error::{Error, RvError};
use cryptoki::session::{Session, UserType};
use secrecy::{ExposeSecret as _, SecretString};

use super::Tries;
use super::choose::Chosen;
use crate::hsm::error::HsmError;

/// Whether `pin` may be tried, by what the token says before any login.
pub(super) fn may_be_tried(
    token: &Chosen,
    pin: &SecretString,
    tries: Tries,
) -> Result<(), HsmError> {
    let (info, token) = (&token.info, Box::new(token.name.clone()));
    let (least, most) = (info.min_pin_length(), info.max_pin_length());
    let length = pin.expose_secret().len();
    if !info.user_pin_initialized() {
        Err(HsmError::NoPin { token })
    } else if info.user_pin_locked() {
        Err(HsmError::PinLocked { token })
    } else if info.user_pin_final_try() {
        Err(HsmError::PinFinalTry { token })
    } else if info.user_pin_count_low() && tries == Tries::First {
        Err(HsmError::PinTriesLow { token })
    } else if length == 0 || length < least || (most != 0 && most < length) {
        Err(HsmError::PinLength { token, least, most })
    } else {
        Ok(())
    }
}

/// A session of the token's user, one that writes if the token may be written.
pub(super) fn log_in(
    module: &Pkcs11,
    token: &Chosen,
    pin: &SecretString,
) -> Result<Session, HsmError> {
    let session = if token.info.write_protected() {
        module.open_ro_session(token.slot)?
    } else {
        module.open_rw_session(token.slot)?
    };
    let token = || Box::new(token.name.clone());
    match session.login(UserType::User, Some(pin)) {
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
        Err(Error::Pkcs11(
            RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange,
            _,
        )) => Err(HsmError::WrongPin { token: token() }),
        Err(Error::Pkcs11(RvError::PinLocked, _)) => Err(HsmError::PinLocked { token: token() }),
        Err(Error::Pkcs11(RvError::UserPinNotInitialized, _)) => {
            Err(HsmError::NoPin { token: token() })
        }
        Err(error) => Err(error.into()),
    }
}
