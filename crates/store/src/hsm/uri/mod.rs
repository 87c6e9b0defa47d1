//! Which module, which token, which key: a PKCS#11 URI.
//!
//! Source: RFC 7512, "The PKCS #11 URI Scheme".

mod attribute;
mod error;
mod parse;
mod print;

use std::path::{Path, PathBuf};

pub use attribute::UriAttribute;
pub use error::UriError;

/// A PKCS#11 URI, as `pkcs11:token=office;id=%01?module-path=/usr/lib/softhsm/libsofthsm2.so`.
///
/// What it does not name may be anything. It holds no PIN: a URI with one is refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HsmUri {
    token: Option<String>,
    manufacturer: Option<String>,
    serial: Option<String>,
    model: Option<String>,
    slot_id: Option<u64>,
    object: Option<String>,
    id: Option<Vec<u8>>,
    module: Module,
    pin_source: Option<PathBuf>,
}

/// Which library speaks for the token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Module {
    /// Not said: the one through which p11-kit offers all that are set up on the machine.
    #[default]
    Proxy,
    /// `module-name`: a file name without its `lib` and its ending.
    Name(String),
    /// `module-path`.
    Path(PathBuf),
}

impl HsmUri {
    /// `token`: the token's label.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// `manufacturer`: who made the token.
    pub fn manufacturer(&self) -> Option<&str> {
        self.manufacturer.as_deref()
    }

    /// `serial`: the token's serial number.
    pub fn serial(&self) -> Option<&str> {
        self.serial.as_deref()
    }

    /// `model`: the token's model.
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// `slot-id`: the number of the slot that holds the token.
    pub fn slot_id(&self) -> Option<u64> {
        self.slot_id
    }

    /// `object`: the key's label.
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// `id`: the key's `CKA_ID`.
    pub fn id(&self) -> Option<&[u8]> {
        self.id.as_deref()
    }

    /// `pin-source`: the file that holds the PIN.
    pub fn pin_source(&self) -> Option<&Path> {
        self.pin_source.as_deref()
    }

    /// `module-path`, `module-name`, or neither.
    pub(super) fn module(&self) -> &Module {
        &self.module
    }
}

#[cfg(test)]
mod tests;
