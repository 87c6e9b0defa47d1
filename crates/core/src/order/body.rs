//! The order and its lines.
//!
//! Source: Printags Public API, "Create a new order".

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Extra, Nfc, ShipTo};
use crate::key::AesKey;

/// An order. Its keys are printed and written as `[redacted]`, unless `K` is
/// [`RevealedKey`](super::RevealedKey).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    rename_all = "camelCase",
    bound(serialize = "K: Serialize, Extra<K>: Serialize", deserialize = "K: Deserialize<'de>")
)]
#[schemars(rename = "Order", description = "An order, keys and all.")]
pub struct Order<K = AesKey> {
    /// `isDraft`: a draft prints and charges nothing until it is validated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_draft: Option<bool>,
    /// `reference`: our name for the order, by which it is found again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// `carrierServiceId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier_service_id: Option<String>,
    /// `shipTo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<ShipTo>,
    /// `products`: the lines. One of `products` and `groups` is given, never both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<Line<K>>>,
    /// `groups`: the lines, by their other name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Line<K>>>,
    /// What else stands there. It may hold lines by a name of the future, keys and all.
    #[serde(flatten)]
    pub extra: Extra<K>,
}

/// A line of an order: so many cards of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    rename_all = "camelCase",
    bound(serialize = "K: Serialize, Extra<K>: Serialize", deserialize = "K: Deserialize<'de>")
)]
#[schemars(rename = "Line")]
pub struct Line<K = AesKey> {
    /// `quantity`, in cards. A dynamic card is one line of quantity 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// `modelId`, one of the server's models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_id: Option<String>,
    /// `metadata`: the customer's own, any JSON object. Printed as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// `packagingId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packaging_id: Option<String>,
    /// `printingVisuals`: ids of uploaded files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printing_visuals: Option<Vec<String>>,
    /// `nfc`: what goes onto the chip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nfc: Option<Nfc<K>>,
    /// What else stands there.
    #[serde(flatten)]
    pub extra: Extra<K>,
}
