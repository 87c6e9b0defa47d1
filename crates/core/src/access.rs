//! Who may do what with a file, and how the bytes travel.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::key::KeyNumber;

/// One nibble of a file's access rights. In files: `key0` to `key4`, `free`, `never`.
///
/// Source: NT4H2421Gx Rev. 3.0, "Access condition values".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Access {
    /// After authentication with this key.
    Key(KeyNumber),
    /// `E`: anybody.
    Free,
    /// `F`: nobody.
    Never,
}

/// Not an access right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no access right: there are key0, key1, key2, key3, key4, free, never")]
pub struct BadAccess(pub String);

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(number) => f.pad(&format!("key{number}")),
            Self::Free => f.pad("free"),
            Self::Never => f.pad("never"),
        }
    }
}

impl FromStr for Access {
    type Err = BadAccess;

    fn from_str(text: &str) -> Result<Self, BadAccess> {
        let all = KeyNumber::ALL.map(Self::Key);
        all.into_iter()
            .chain([Self::Free, Self::Never])
            .find(|access| access.to_string() == text)
            .ok_or_else(|| BadAccess(text.to_owned()))
    }
}

impl TryFrom<String> for Access {
    type Error = BadAccess;

    fn try_from(text: String) -> Result<Self, BadAccess> {
        text.parse()
    }
}

impl From<Access> for String {
    fn from(access: Access) -> Self {
        access.to_string()
    }
}

impl JsonSchema for Access {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Access".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "enum": ["key0", "key1", "key2", "key3", "key4", "free", "never"],
        })
    }
}

/// The four rights of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessRights {
    /// Read.
    pub read: Access,
    /// Write.
    pub write: Access,
    /// Read and write.
    pub read_write: Access,
    /// Change the settings, these rights among them.
    pub change: Access,
}

/// How the bytes of a command travel.
///
/// Source: NT4H2421Gx Rev. 3.0, "Communication modes".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CommMode {
    /// As they are.
    Plain,
    /// As they are, with a MAC.
    Mac,
    /// Encrypted, with a MAC.
    Full,
}
