//! An order, as the server shows it.
//!
//! Source: Merchrocket documentation, "Create a reprint order", its response.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::provider::{Association, RemoteOrder, Shipment, Status, StatusChange};

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderBody {
    /// `id`.
    pub id: String,
    /// `externalId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// `status`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `updatedAt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    /// `associations`, which the vendor's client calls `orderAssociations`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associations: Option<Vec<AssociationBody>>,
    /// `orderAssociations`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_associations: Option<Vec<AssociationBody>>,
    /// What else is there: `shipping`, `recipient`, `orderItems`, `shipments`, ...
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `associations[]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssociationBody {
    /// `type`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `source`: the original order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<LinkBody>,
    /// What else is there: `createdAt`, `linked`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An order that another one names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkBody {
    /// `id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `externalId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Fields of an order that are known, and say nothing that is shown.
const KNOWN: [&str; 9] = [
    "@context",
    "@id",
    "@type",
    "shipping",
    "createdAt",
    "recipient",
    "orderItems",
    "shipments",
    "metadata",
];

impl From<OrderBody> for RemoteOrder {
    fn from(body: OrderBody) -> Self {
        let shipments = body.other.get("shipments").and_then(Value::as_array);
        let shipments = shipments.into_iter().flatten().map(shipment).collect();
        let unknown = body.other.keys().filter(|name| !KNOWN.contains(&name.as_str()));
        let status = body.status.map(Status);
        let change = status.clone().map(|status| StatusChange { status, at: body.updated_at });
        let lists = [body.associations, body.order_associations];
        let order = Self {
            unknown_fields: unknown.cloned().collect(),
            id: body.id,
            reference: body.external_id,
            status,
            total: None,
            shipments,
            history: change.into_iter().collect(),
            associations: lists.into_iter().flatten().flatten().map(Association::from).collect(),
        };
        order.plain()
    }
}

fn shipment(value: &Value) -> Shipment {
    let text = |name: &str| value.get(name)?.as_str().map(ToOwned::to_owned);
    Shipment { tracking_number: text("trackingId"), tracking_url: text("trackingUrl") }
}

impl From<AssociationBody> for Association {
    fn from(body: AssociationBody) -> Self {
        let source = body.source.and_then(|source| source.external_id.or(source.id));
        Self { kind: body.kind, source }
    }
}
