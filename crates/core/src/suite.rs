//! The two suites of cryptography that a chip can speak.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a chip authenticates, protects its commands and signs its taps with. A chip leaves the factory
/// in AES mode; LRP is switched on once, and for good.
///
/// Source: NT4H2421Gx Rev. 3.0, "Secure Messaging".
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Suite {
    /// AES: CBC and CMAC.
    #[default]
    Aes,
    /// LRP, the leakage resilient primitive: [`crate::lrp`].
    Lrp,
}

impl Suite {
    /// The one that it is not.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Aes => Self::Lrp,
            Self::Lrp => Self::Aes,
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Aes => "AES",
            Self::Lrp => "LRP",
        })
    }
}
