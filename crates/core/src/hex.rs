//! Hex of a fixed length, either case, with an error that says how long it should have been.

use thiserror::Error;

/// Why a text is not the hex it should be. Says nothing of the text itself: it may be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HexError {
    /// Another number of digits than asked for.
    #[error("expected {expected} hex digits, found {found}")]
    Length {
        /// Digits wanted.
        expected: usize,
        /// Characters found.
        found: usize,
    },
    /// A character that is no hex digit.
    #[error("character {position} is not a hex digit")]
    Digit {
        /// Position of the character, counted from 1.
        position: usize,
    },
}

/// Fills `out` from `2 * out.len()` hex digits.
///
/// # Errors
/// Another length, or a character that is no hex digit.
pub fn decode_into(text: &str, out: &mut [u8]) -> Result<(), HexError> {
    let expected = out.len() * 2;
    hex::decode_to_slice(text, out).map_err(|error| match error {
        hex::FromHexError::InvalidHexCharacter { index, .. } => {
            HexError::Digit { position: index + 1 }
        }
        _ => HexError::Length { expected, found: text.chars().count() },
    })
}

/// `N` bytes from `2 * N` hex digits, either case.
///
/// # Errors
/// Another length, or a character that is no hex digit.
pub fn decode<const N: usize>(text: &str) -> Result<[u8; N], HexError> {
    let mut bytes = [0; N];
    decode_into(text, &mut bytes).map(|()| bytes)
}

/// Upper-case hex, as the chip writes it.
pub fn encode(bytes: &[u8]) -> String {
    hex::encode_upper(bytes)
}
