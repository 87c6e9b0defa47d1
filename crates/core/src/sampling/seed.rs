//! What a draw starts from.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::hex::{self, HexError};
use crate::random::Random;

/// The seed of a draw: 16 bytes, written down as 32 hex digits in upper case, read in either case. No
/// secret once the sample is drawn; before, whoever knows it knows which cards will be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seed([u8; 16]);

impl Seed {
    /// A new one.
    ///
    /// # Errors
    /// The source of randomness failed.
    pub fn random<R: Random>(mut random: R) -> Result<Self, R::Error> {
        let mut bytes = [0; 16];
        random.fill(&mut bytes).map(|()| Self(bytes))
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl From<[u8; 16]> for Seed {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::encode(&self.0))
    }
}

impl FromStr for Seed {
    type Err = HexError;

    fn from_str(text: &str) -> Result<Self, HexError> {
        hex::decode(text).map(Self)
    }
}

impl TryFrom<String> for Seed {
    type Error = HexError;

    fn try_from(text: String) -> Result<Self, HexError> {
        text.parse()
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> Self {
        seed.to_string()
    }
}
