//! A line's `nfc` object: what goes onto the chip, keys among it.
//!
//! Source: Printags Public API, "Create a new order". Which key slots `publicKey` and `privateKey`
//! go to, nobody outside the printer knows; both are symmetric AES-128 keys, and both are secret.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Extra, NfcType, read};
use crate::key::AesKey;
use crate::record::RecordId;

/// `nfc`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(
    serialize = "K: Serialize, Extra<K>: Serialize",
    deserialize = "K: Deserialize<'de>"
))]
#[schemars(rename = "Nfc")]
pub struct Nfc<K = AesKey> {
    /// `type`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<NfcType>,
    /// `content`: the address or the text of a card that is not dynamic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// `dynamic`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynamic: Option<Dynamic<K>>,
    /// What else stands there.
    #[serde(flatten)]
    pub extra: Extra<K>,
}

/// `nfc.dynamic`: a card that signs its taps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    rename_all = "camelCase",
    bound(serialize = "K: Serialize, Extra<K>: Serialize", deserialize = "K: Deserialize<'de>")
)]
#[schemars(rename = "Dynamic")]
pub struct Dynamic<K = AesKey> {
    /// `baseUrl`: how the card's address starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// `records`: one object, its plural name notwithstanding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<Record<K>>,
    /// What else stands there.
    #[serde(flatten)]
    pub extra: Extra<K>,
}

/// `nfc.dynamic.records`: one card's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    rename_all = "camelCase",
    bound(serialize = "K: Serialize, Extra<K>: Serialize", deserialize = "K: Deserialize<'de>")
)]
#[schemars(rename = "Record")]
pub struct Record<K = AesKey> {
    /// `recordId`: read from a whole number or from a string of its digits, written as the number.
    #[serde(
        default,
        deserialize_with = "read::record_id",
        skip_serializing_if = "Option::is_none"
    )]
    pub record_id: Option<RecordId>,
    /// `publicKey`: as secret as the other, whatever its name says.
    #[serde(default, deserialize_with = "read::key", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<K>,
    /// `privateKey`.
    #[serde(default, deserialize_with = "read::key", skip_serializing_if = "Option::is_none")]
    pub private_key: Option<K>,
    /// What else stands there.
    #[serde(flatten)]
    pub extra: Extra<K>,
}
