//! The names of applications.

use std::fmt;

use serde::{Deserialize, Serialize};
use tapsmith_core::hex::{self, HexError};

/// An application's identifier, as it is sent: low byte first. `010000` is number 1.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Aid(pub [u8; 3]);

impl Aid {
    /// Stands for the PICC; no application has it.
    pub const PICC: Self = Self([0; 3]);
}

impl fmt::Debug for Aid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aid({})", hex::encode(&self.0))
    }
}

impl TryFrom<String> for Aid {
    type Error = HexError;

    fn try_from(text: String) -> Result<Self, HexError> {
        hex::decode(&text).map(Self)
    }
}

impl From<Aid> for String {
    fn from(aid: Aid) -> Self {
        hex::encode(&aid.0)
    }
}
