//! The body of a new order.
//!
//! Source: Merchrocket documentation, "Create a reprint order". What an order is a reprint of is said
//! by an action.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// An order. Everything may be missing when it is read; what is needed is said by the check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewOrder {
    /// `actions`: what else is to happen with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<Action>>,
    /// `externalId`: our name for it. At most 63 letters, digits, hyphens and underscores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// `shipping`: `STANDARD` or `DHL_EXPRESS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<String>,
    /// `recipient`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// `orderItems`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_items: Option<Vec<Item>>,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `actions[]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// `type`: `reprint` is the one there is.
    #[serde(rename = "type")]
    pub kind: String,
    /// `source`: the original order, its id or `@` and its external id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `recipient`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// `name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `company`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// `address1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// `address2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// `city`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// `stateCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_code: Option<String>,
    /// `stateName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_name: Option<String>,
    /// `countryCode`: two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// `countryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_name: Option<String>,
    /// `zip`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// `phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `taxNumber`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `orderItems[]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// `externalId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// `quantity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// `name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `retailPrice`: what our customer pays, as a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retail_price: Option<String>,
    /// `variantId`: what it is. The server's answer calls it `id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<String>,
    /// `placements`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placements: Option<Vec<Placement>>,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `placements[]`: what is printed where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Placement {
    /// `type`: `front`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `technique`: `direct_print`, `engraving`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique: Option<String>,
    /// `layers`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<Vec<Layer>>,
    /// `placement_options`, as the page's example has it. Its answer has `placementOptions`, and
    /// empty: the vendor's client sends that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placement_options: Option<Vec<PlacementOption>>,
    /// `placementOptions`: the same by that name.
    #[serde(rename = "placementOptions", skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<PlacementOption>>,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `placement_options[]`: how it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlacementOption {
    /// `name`: `unlimited_color`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `value`: true or false in the vendor's client. Another is kept as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<bool>")]
    pub value: Option<Value>,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `layers[]`: a file and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Layer {
    /// `url`: where the file can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `type`: `file`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `position`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `position`, in the units of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// `top`.
    #[schemars(with = "f64")]
    pub top: Number,
    /// `left`.
    #[schemars(with = "f64")]
    pub left: Number,
    /// `width`.
    #[schemars(with = "f64")]
    pub width: Number,
    /// `height`.
    #[schemars(with = "f64")]
    pub height: Number,
    /// What else stands there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The action that makes an order a reprint.
pub(crate) const REPRINT: &str = "reprint";

impl NewOrder {
    /// The same order as a reprint of `source`: an id of the server's, or our own name for it.
    #[must_use]
    pub fn reprint_of(mut self, source: &str) -> Self {
        let is_id = source.len() == 36 && uuid::Uuid::try_parse(source).is_ok();
        let source = if is_id { source.to_owned() } else { super::by_reference(source) };
        let mut actions = self.actions.take().unwrap_or_default();
        actions.retain(|action| action.kind != REPRINT);
        let kind = REPRINT.to_owned();
        actions.push(Action { kind, source: Some(source), other: Map::new() });
        Self { actions: Some(actions), ..self }
    }
}
