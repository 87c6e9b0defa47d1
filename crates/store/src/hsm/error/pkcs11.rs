//! The module's return values in words of its own, where they have any.

use cryptoki::error::{Error as Pkcs11, RvError};

use super::{Ckr, HsmError};

impl From<Pkcs11> for HsmError {
    fn from(error: Pkcs11) -> Self {
        let Pkcs11::Pkcs11(code, function) = error else { return Self::Nonsense(Some(error)) };
        match code {
            RvError::DeviceMemory => Self::Full,
            RvError::TokenWriteProtected | RvError::SessionReadOnly => Self::ReadOnly,
            RvError::DeviceRemoved | RvError::TokenNotPresent => Self::Removed,
            code => Self::Refused { function, code: Ckr(code) },
        }
    }
}
