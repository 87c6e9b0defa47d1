//! What a chip without files is told: who may write it, whether it counts, and what is locked for good.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_default;

/// How a chip of pages shall be set. The default is as delivered.
///
/// Source: NTAG213F/216F Rev. 3.1, "Configuration pages", "Password verification protection".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Protection {
    /// Whether the card gets a password of its own, or the key of a chip that has one. Nothing is protected
    /// without.
    #[serde(skip_serializing_if = "is_default")]
    pub password: bool,
    /// `AUTH0`: the first page that the password protects; without it the first one of the owner's, 4.
    #[serde(skip_serializing_if = "is_default")]
    pub from_page: Option<u8>,
    /// `PROT`: whether the password protects from reading too. Phones read nothing then.
    #[serde(skip_serializing_if = "is_default")]
    pub reads: bool,
    /// `AUTHLIM`: so many wrong passwords lock the card's protected pages for good; 0 for any number.
    #[serde(skip_serializing_if = "is_default")]
    pub attempts: u16,
    /// `NFC_CNT_EN`, `NFC_CNT_PWD_PROT`: whether the chip counts reads, and to whom it says how many. A
    /// `{ctr}` in the address asks for `free` too.
    #[serde(skip_serializing_if = "is_default")]
    pub count: Counting,
    /// What is locked, for good.
    #[serde(skip_serializing_if = "is_default")]
    pub lock: Vec<Lock>,
}

/// Whether a chip counts reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Counting {
    /// It does not.
    #[default]
    Off,
    /// It does, and says how many to anybody.
    Free,
    /// It does, and says how many to who knows the password.
    Protected,
}

/// What can be locked. No command undoes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lock {
    /// Pages 3 to 15, capability container and content, by the static lock bytes.
    Static,
    /// The owner's other pages, by the dynamic lock bytes.
    Dynamic,
    /// The configuration pages, by `CFGLCK`. The password can still be changed by who knows it.
    Configuration,
    /// The pages of the key, on chips that have one.
    Keys,
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Static => "static",
            Self::Dynamic => "dynamic",
            Self::Configuration => "configuration",
            Self::Keys => "keys",
        })
    }
}

impl Protection {
    /// The first page that is protected; none if none is.
    pub fn protected_from(&self) -> Option<u8> {
        self.password.then(|| self.from_page.unwrap_or(FIRST_PAGE))
    }

    /// Whether `lock` is asked for.
    pub fn locks(&self, lock: Lock) -> bool {
        self.lock.contains(&lock)
    }
}

/// The first page that is the owner's.
const FIRST_PAGE: u8 = 4;
