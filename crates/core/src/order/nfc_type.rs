//! What kind of thing goes onto the chip.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// `nfc.type`. The printer's full list is not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum NfcType {
    /// `empty`: nothing.
    Empty,
    /// `uri`: the address in `content`.
    Uri,
    /// `text`: the text in `content`.
    Text,
    /// `dynamic`: an address that the chip signs.
    Dynamic,
    /// Another, kept as it is.
    Other(String),
}

impl NfcType {
    /// As in the order.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Empty => "empty",
            Self::Uri => "uri",
            Self::Text => "text",
            Self::Dynamic => "dynamic",
            Self::Other(name) => name,
        }
    }
}

impl From<String> for NfcType {
    fn from(name: String) -> Self {
        match name.as_str() {
            "empty" => Self::Empty,
            "uri" => Self::Uri,
            "text" => Self::Text,
            "dynamic" => Self::Dynamic,
            _ => Self::Other(name),
        }
    }
}

impl From<NfcType> for String {
    fn from(kind: NfcType) -> Self {
        match kind {
            NfcType::Other(name) => name,
            known => known.as_str().to_owned(),
        }
    }
}

/// Any string: the four are those that are known.
impl JsonSchema for NfcType {
    fn schema_name() -> Cow<'static, str> {
        "NfcType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`nfc.type`. The printer's full list is not published.",
            "type": "string",
            "examples": ["empty", "uri", "text", "dynamic"],
        })
    }
}

impl fmt::Display for NfcType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
