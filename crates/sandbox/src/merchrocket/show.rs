//! An order, as it is shown.
//!
//! Source: Merchrocket documentation, "Create a reprint order", its response: an item's `id` there is the
//! request's `variantId`, and its `variantId` another; `placement_options` comes back as an empty
//! `placementOptions`, since it is the latter name that the server knows.

use serde_json::{Map, Value, json};

use super::{good, refuse};
use crate::clock::merchrocket as clock;
use crate::reply::Reply;
use crate::world::{self, Link, Order, World};

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
    let mut parts = Parts { order: order.number, next: 1 };
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

/// Ids for the parts of an order, one after the other.
struct Parts {
    order: u64,
    next: usize,
}

impl Parts {
    fn id(&mut self) -> String {
        self.next += 1;
        world::id(self.order, self.next - 1)
    }

    /// The id of something that has none of its own.
    fn genid(&mut self) -> String {
        format!("/api/.well-known/genid/{}", self.id().replace('-', ""))
    }

    fn item(&mut self, item: &Value) -> Value {
        let (order, part) = (world::id(self.order, 0), self.id());
        let mut shown = Map::new();
        let mut set = |name: &str, value: Value| shown.insert(name.to_owned(), value);
        set("@id", json!(format!("/api/orders/{order}/order_item/{part}")));
        set("@type", json!("OrderItem"));
        set("id", item.get("variantId").cloned().unwrap_or_default());
        for name in ["externalId", "quantity", "name", "retailPrice"] {
            set(name, item.get(name).cloned().unwrap_or_default());
        }
        set("variantId", json!(self.id()));
        let placements = array(item, "placements").iter();
        set("placements", placements.map(|placement| self.placement(placement)).collect());
        shown.into()
    }

    fn placement(&mut self, placement: &Value) -> Value {
        let layers = array(placement, "layers").iter();
        json!({
            "@type": "Placement",
            "@id": self.genid(),
            "type": placement.get("type"),
            "technique": placement.get("technique"),
            "layers": layers.map(|layer| self.layer(layer)).collect::<Vec<_>>(),
            "placementOptions": array(placement, "placementOptions"),
        })
    }

    fn layer(&mut self, layer: &Value) -> Value {
        let of = |name: &str| layer.get("position").and_then(|position| position.get(name));
        json!({
            "@type": "Layer",
            "@id": self.genid(),
            "type": layer.get("type"),
            "url": layer.get("url"),
            "layerOptions": array(layer, "layerOptions"),
            "position": {
                "@type": "Position",
                "@id": self.genid(),
                "width": of("width"),
                "height": of("height"),
                "top": of("top"),
                "left": of("left"),
            },
        })
    }
}

/// The list `name` of `value`; none is empty.
fn array<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
