//! The specification's names of what a module answers.

use std::fmt;

use cryptoki::error::RvError;

/// A function's return value that is not `CKR_OK`.
///
/// Source: PKCS #11 Version 3.1, "Function return values".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ckr(pub RvError);

impl fmt::Display for Ckr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            RvError::VendorDefined(code) | RvError::UnknownErrorCode(code) => {
                write!(f, "CKR {code:#X}")
            }
            known => write!(f, "CKR_{}", upper_snake(&format!("{known:?}"))),
        }
    }
}

/// `PinLocked` as `PIN_LOCKED`.
fn upper_snake(camel: &str) -> String {
    let mut upper = String::new();
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() && !upper.is_empty() {
            upper.push('_');
        }
        upper.push(letter.to_ascii_uppercase());
    }
    upper
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_as_in_the_specification() {
        let cases = [
            (RvError::PinLocked, "CKR_PIN_LOCKED"),
            (RvError::RandomNoRng, "CKR_RANDOM_NO_RNG"),
            (RvError::FunctionFailed, "CKR_FUNCTION_FAILED"),
            (RvError::VendorDefined(0x8000_0001), "CKR 0x80000001"),
            (RvError::UnknownErrorCode(0x7FFF), "CKR 0x7FFF"),
        ];
        for (code, name) in cases {
            assert_eq!(Ckr(code).to_string(), name);
        }
    }
}
