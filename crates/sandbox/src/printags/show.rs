//! Find orders; Get an order by ID.
//!
//! Source: Printags Public API, schema "Order". How a reference is compared is not said: here, exactly.

use serde_json::{Value, json};

use super::account::ID;
use super::{good, refuse};
use crate::clock::printags as clock;
use crate::order::Order;
use crate::reply::Reply;
use crate::world::{self, World};

pub(super) fn find(world: &World, reference: Option<&str>) -> Reply {
    let is_meant = |order: &&Order| reference.is_none() || order.reference.as_deref() == reference;
    let orders = world.orders.iter().map(AsRef::as_ref).filter(is_meant);
    good(json!({ "success": true, "orders": orders.map(shown).collect::<Vec<_>>() }))
}

pub(super) fn get(world: &World, id: &str) -> Reply {
    match world.order(id) {
        Some(order) => good(json!({ "success": true, "order": shown(order) })),
        None => refuse(404, "Order not found"),
    }
}

fn shown(order: &Order) -> Value {
    let mut shown = json!({
        "id": order.id(),
        "reference": order.reference,
        "accountId": ID,
        "status": order.status(),
        "customer": customer(),
        "shipTo": order.content.get("shipTo"),
        "statusHistory": history(order),
        "product_groups": order.content.get("product_groups"),
    });
    if let (Some(fields), Some(shippings)) = (shown.as_object_mut(), shippings(order)) {
        fields.insert("shippings".to_owned(), shippings);
    }
    shown
}

fn customer() -> Value {
    json!({
        "id": "123e4567-e89b-12d3-a456-426614174000",
        "email": "jean.dupont@example.fr",
        "firstname": "Jean",
        "lastname": "Dupont",
        "company": "Dupont Entreprises",
        "accountId": ID,
        "createdAt": "2024-07-01T09:26:55.737Z"
    })
}

fn history(order: &Order) -> Vec<Value> {
    let changes = order.history.iter().zip(1..);
    let change = |((status, time), index): (&(String, _), usize)| {
        let id = world::id(order.number, index);
        json!({ "id": id, "status": status, "createdAt": clock(*time) })
    };
    changes.map(change).collect()
}

/// The parcel, once there is one.
fn shippings(order: &Order) -> Option<Value> {
    let is_shipped = order.history.iter().any(|(status, _)| status == "shipped");
    let number = order.number;
    let parcel = json!([{
        "trackingNumber": format!("1Z{number:016}"),
        "trackerId": number.to_string(),
    }]);
    is_shipped.then_some(parcel)
}
