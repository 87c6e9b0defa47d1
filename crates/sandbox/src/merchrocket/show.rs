//! An order, as it is shown.
//!
//! Source: Merchrocket documentation, "Create a reprint order", its response.

use serde_json::{Map, Value, json};

use super::item::{Parts, array};
use super::{good, refuse};
use crate::clock::merchrocket as clock;
use crate::order::{Link, Order};
use crate::reply::Reply;
use crate::world::{self, World};

pub(super) fn get(world: &World, id: &str) -> Reply {
    match world.order(id) {
        Some(order) => good(200, shown(order)),
        None => refuse(404, "Not Found"),
    }
}

/// The order, with its context.
pub(super) fn shown(order: &Order) -> Value {
    let mut shown = Map::new();
    shown.insert("@context".to_owned(), json!("/api/contexts/Order"));
    shown.extend(member(order));
    shown.into()
}

/// The order, as it stands in a list.
pub(super) fn member(order: &Order) -> Map<String, Value> {
    let of_request = |name: &str| order.content.get(name).cloned().unwrap_or_default();
    let time = |change: Option<&(String, _)>| change.map(|(_, time)| clock(*time));
    let mut parts = Parts::of(order);
    let mut shown = link_to(&order.id(), order.reference.as_deref());
    let mut set = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    set("shipping", of_request("shipping"));
    set("status", json!(order.status()));
    set("createdAt", json!(time(order.history.first())));
    set("updatedAt", json!(time(order.history.last())));
    set("recipient", of_request("recipient"));
    let items = array(&order.content, "orderItems").iter();
    set("orderItems", items.map(|item| parts.item(item)).collect());
    set("associations", order.links.iter().map(|link| association(order, link)).collect());
    if let Some(metadata) = order.content.get("metadata") {
        set("metadata", metadata.clone());
    }
    if let Some(shipments) = shipments(order) {
        set("shipments", shipments);
    }
    shown
}

/// An order that is named.
fn link_to(id: &str, reference: Option<&str>) -> Map<String, Value> {
    let mut link = Map::new();
    link.insert("@id".to_owned(), json!(format!("/api/orders/{id}")));
    link.insert("@type".to_owned(), json!("Order"));
    link.insert("id".to_owned(), json!(id));
    link.insert("externalId".to_owned(), json!(reference));
    link
}

fn association(order: &Order, link: &Link) -> Value {
    let (id, reference) = &link.source;
    json!({
        "type": link.kind,
        "createdAt": clock(link.since),
        "source": link_to(id, reference.as_deref()),
        "linked": [link_to(&order.id(), order.reference.as_deref())],
    })
}

/// The parcel, once there is one.
fn shipments(order: &Order) -> Option<Value> {
    let since = order
        .history
        .iter()
        .find(|(status, _)| ["partial", "shipped", "fulfilled"].contains(&status.as_str()))?;
    let number = order.number;
    Some(json!([{
        "id": world::id(number, usize::from(u16::MAX)),
        "carrier": "DHL",
        "service": "STANDARD",
        "shippedAt": clock(since.1),
        "trackingUrl": format!("https://tracking.example.com/{number:012}"),
        "trackingId": format!("{number:012}"),
    }]))
}
