//! Why a text is no PKCS#11 URI that can be used.

use thiserror::Error;

use super::attribute::UriAttribute;

/// What is wrong with a URI. Names attributes and never shows a value: one of them may be a PIN.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UriError {
    /// Another scheme, or none.
    #[error("a PKCS#11 URI starts with \"pkcs11:\"")]
    Scheme,
    /// A part without an equals sign.
    #[error("part {position} of the PKCS#11 URI is not name=value")]
    Part {
        /// Which part, counted from 1.
        position: usize,
    },
    /// A PIN in the URI itself.
    #[error("a PIN does not belong into a PKCS#11 URI: pin-value is refused")]
    PinValue,
    /// An attribute that tapsmith does not know, or one on the wrong side of the `?`.
    #[error("the PKCS#11 URI has an attribute {name:?} where only {} can stand", names(known))]
    Unknown {
        /// Its name.
        name: String,
        /// Those that can stand there.
        known: &'static [UriAttribute],
    },
    /// The same attribute twice.
    #[error("the PKCS#11 URI has {0} twice")]
    Twice(UriAttribute),
    /// An attribute without a value.
    #[error("the PKCS#11 URI has {0} without a value")]
    Empty(UriAttribute),
    /// A percent sign that two hex digits do not follow.
    #[error("two hex digits must follow every % in {0} of the PKCS#11 URI")]
    Percent(UriAttribute),
    /// Bytes that are no text.
    #[error("{0} in the PKCS#11 URI is not UTF-8")]
    NotText(UriAttribute),
    /// No number.
    #[error("slot-id in the PKCS#11 URI is not a number")]
    SlotId,
    /// A path that depends on where the program runs.
    #[error("module-path in the PKCS#11 URI is not an absolute path")]
    ModulePath,
    /// A command, or a place on another machine.
    #[error("pin-source in the PKCS#11 URI is neither file:/path nor a path")]
    PinSource,
    /// A path where a name should be.
    #[error("module-name in the PKCS#11 URI is a path")]
    ModuleName,
    /// Two ways to say which library.
    #[error("the PKCS#11 URI has both module-path and module-name")]
    TwoModules,
}

impl UriError {
    /// What to do about it, as one clause without a full stop; none where the error says it all.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Scheme => Some("write it as pkcs11:token=LABEL?module-path=/path/to/library.so"),
            Self::PinValue => Some("put the PIN into a file of its own and name it: pin-source"),
            Self::Percent(_) => Some("write a % as %25"),
            Self::ModuleName => Some("name a path with module-path"),
            Self::TwoModules => Some("leave one of them out"),
            Self::Part { .. }
            | Self::Unknown { .. }
            | Self::Twice(_)
            | Self::Empty(_)
            | Self::NotText(_)
            | Self::SlotId
            | Self::ModulePath
            | Self::PinSource => None,
        }
    }
}

fn names(attributes: &[UriAttribute]) -> String {
    attributes.iter().map(|attribute| attribute.name()).collect::<Vec<_>>().join(", ")
}
