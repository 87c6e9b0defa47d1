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

/// `N` bytes from `2 * N` upper-case hex digits; none from anything else. Without a branch on what the digits say.
#[inline]
pub fn decode_upper<const N: usize>(text: &str) -> Option<[u8; N]> {
    tapsmith_wide::decode_upper(text.as_bytes())
}

/// Upper-case hex, as the chip writes it.
pub fn encode(bytes: &[u8]) -> String {
    hex::encode_upper(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The crate `hex` takes either case, so that upper case alone is what it takes and gives back the same.
    #[test]
    fn upper_case_is_what_is_written_back() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                let Ok(text) = str::from_utf8(&[first, second]).map(str::to_owned) else {
                    continue;
                };
                let wanted = decode::<1>(&text).ok().filter(|bytes| encode(bytes) == text);
                assert_eq!(decode_upper::<1>(&text), wanted, "{text:?}");
            }
        }
    }

    #[test]
    fn every_place_and_length_counts() {
        let text = "0123456789ABCDEF";
        assert_eq!(decode_upper(text), Some([0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF]));
        for at in 0..text.len() {
            let mut other = text.to_owned();
            other.replace_range(at..=at, "g");
            assert_eq!(decode_upper::<8>(&other), None, "{other}");
            assert_eq!(decode_upper::<8>(&text[at + 1..]), None);
        }
        assert_eq!(decode_upper::<8>("0123456789ABCDEF0"), None);
        assert_eq!(decode_upper::<8>("0123456789ABCDEF00"), None);
    }
}
