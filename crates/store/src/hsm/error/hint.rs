//! The next step after an error.

use super::HsmError;

impl HsmError {
    /// What to do about it, as one clause without a full stop; none where the error says it all.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoModule { .. } => Some(
                "name the library that came with the token: pkcs11:...?module-path=/path/to/it.so",
            ),
            Self::Module { .. } => {
                Some("check the path, and that the library is for this system and processor")
            }
            Self::NoToken { .. } => Some("name a token by its label: pkcs11:token=LABEL"),
            Self::ManyTokens { .. } => Some("add serial=SERIAL or slot-id=N to the URI"),
            Self::NoCmac { .. } => Some("use a token with AES-CMAC"),
            Self::NoPin { .. } => Some("set the user PIN with the token's own tool"),
            Self::PinLength { .. } => Some("check the PIN"),
            Self::WrongPin { .. } => Some(
                "check the PIN before you run this again with --try-pin-again: each wrong one brings the token nearer to its lock",
            ),
            Self::PinLocked { .. } => Some("unlock the PIN with the token's own tool"),
            Self::PinTriesLow { .. } => Some(
                "a wrong PIN was tried since the last login: check it, then say --try-pin-again",
            ),
            Self::PinFinalTry { .. } => {
                Some("log in with the token's own tool, which sets the count back")
            }
            Self::NoKey { .. } => Some("check the token and the id: the key may be in another"),
            Self::ManyKeys { .. } => Some("take one of them away with the token's own tool"),
            Self::KeyExists { .. } => Some("choose another id"),
            Self::Unfit { .. } => Some("let tapsmith make the key"),
            Self::Stranded { .. } => Some("destroy the key with the token's own tool"),
            Self::Full => Some("make room on the token, then run this again"),
            Self::ReadOnly => Some("use the token where it may be written"),
            Self::Removed => Some("put it back, then run this again"),
            Self::EmptyId | Self::Refused { .. } | Self::Nonsense(_) => None,
        }
    }
}
