//! The bytes that name a chip.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::hex::{self, HexError};

/// A chip's UID, 7 bytes, as printed by readers: first byte first. Some MIFARE Classic have 4 bytes: they stand at the
/// end, behind three zeros, which no UID of 7 starts with, and are printed alone.
///
/// Source: NT4H2421Gx Rev. 3.0, "UID"; ISO/IEC 14443-3, "UID contents": the first of 7 is the maker's number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uid(pub [u8; 7]);

impl Uid {
    /// As a reader shows it: seven bytes, or four.
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            [0, 0, 0, four @ ..] if *four != [0; 4] => four,
            seven => seven,
        }
    }

    /// What a reader shows of a card whose UID does not change; none of any other length.
    pub fn of(shown: &[u8]) -> Option<Self> {
        match shown {
            [a, b, c, d] => Some(Self([0, 0, 0, *a, *b, *c, *d])),
            seven => seven.try_into().ok().map(Self),
        }
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::encode(self.bytes()))
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uid({self})")
    }
}

impl FromStr for Uid {
    type Err = HexError;

    fn from_str(text: &str) -> Result<Self, HexError> {
        match hex::decode::<4>(text) {
            Ok([a, b, c, d]) => Ok(Self([0, 0, 0, a, b, c, d])),
            Err(_) => hex::decode(text).map(Self),
        }
    }
}

impl TryFrom<String> for Uid {
    type Error = HexError;

    fn try_from(text: String) -> Result<Self, HexError> {
        text.parse()
    }
}

impl From<Uid> for String {
    fn from(uid: Uid) -> Self {
        uid.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_bytes_are_printed_alone_and_read_back() {
        let four = Uid::of(&[0x9C, 0x59, 0x9B, 0x32]).unwrap();
        assert_eq!(four.to_string(), "9C599B32");
        assert_eq!("9C599B32".parse(), Ok(four));
        let seven: Uid = "04E141124C2880".parse().unwrap();
        assert_eq!(seven.to_string(), "04E141124C2880");
        assert_eq!(Uid::of(seven.bytes()), Some(seven));
        assert_eq!(Uid::of(&[1, 2, 3]), None);
        assert_eq!(Uid([0; 7]).to_string(), "00000000000000");
        assert!("04E1".parse::<Uid>().is_err());
    }
}
