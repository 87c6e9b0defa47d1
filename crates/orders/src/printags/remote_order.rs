//! An order, as the server shows it.
//!
//! Source: Printags Public API, schema "Order". Whether `product_groups` repeats the keys that were
//! sent, nobody outside knows: so it is read as an order's own lines are, and every field that is not
//! known is treated as a key.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tapsmith_core::order::{Extra, ShipTo};

use crate::provider::{RemoteOrder, Shipment, Status, StatusChange};

/// `order`. Its unknown fields, `product_groups` among them, are printed as `[redacted]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderBody {
    /// `id`.
    pub id: String,
    /// `reference`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// `accountId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// `status`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `customer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Map<String, Value>>,
    /// `shipTo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<ShipTo>,
    /// `statusHistory`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_history: Option<Vec<StatusBody>>,
    /// `shippings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shippings: Option<Vec<ShippingBody>>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Extra,
}

/// A change of status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusBody {
    /// `status`.
    pub status: String,
    /// `createdAt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShippingBody {
    /// `trackingNumber`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// What else is there: `trackerId`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What is known to be an order's lines: they may repeat its keys, and are not shown.
const LINES: [&str; 3] = ["product_groups", "products", "groups"];

impl From<OrderBody> for RemoteOrder {
    fn from(body: OrderBody) -> Self {
        let history = body.status_history.unwrap_or_default().into_iter();
        let names = body.other.fields().keys();
        let unknown = names.filter(|name| !LINES.contains(&name.as_str()));
        let shipments = body.shippings.unwrap_or_default().into_iter();
        let order = Self {
            id: body.id,
            reference: body.reference,
            status: body.status.map(Status),
            total: None,
            shipments: shipments
                .map(|parcel| Shipment {
                    tracking_number: parcel.tracking_number,
                    tracking_url: None,
                })
                .collect(),
            history: history
                .map(|change| StatusChange { status: Status(change.status), at: change.created_at })
                .collect(),
            associations: Vec::new(),
            unknown_fields: unknown.cloned().collect(),
        };
        order.plain()
    }
}
