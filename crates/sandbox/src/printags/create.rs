//! Create a new order.
//!
//! Source: Printags Public API, "Create a new order": `POST /accounts/{accountId}/orders`.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tapsmith_core::order::{Extra, Line, Order as Body};
use tapsmith_orders::Name;

use super::check::check;
use super::prices::prices;
use super::{good, refuse};
use crate::order::Order;
use crate::reply::Reply;
use crate::world::World;

pub(super) fn answer(world: &mut World, body: &[u8], echo_keys: bool) -> Reply {
    let text = String::from_utf8_lossy(body);
    let body = match Body::from_json(&text) {
        Ok(body) => body,
        Err(error) => return refuse(400, &error.to_string()),
    };
    if let Err(message) = check(&body) {
        return refuse(400, &message);
    }
    let mut order = Order::new(world.number(), body.reference.clone(), "draft");
    order.lines = lines(&body).count();
    order.cards = lines(&body).map(|line| u64::from(line.quantity.unwrap_or_default())).sum();
    order.has_keys = lines(&body).any(has_keys);
    order.prices = prices(&body);
    // A later page says that an order is a draft unless it says otherwise.
    if body.is_draft == Some(false) {
        order.commit("created", Name::Printags);
    }
    order.content = content(body, echo_keys);
    let note = format!("created {}", order.words());
    let reply = good(json!({ "success": true, "orderId": order.id() })).noting(note);
    world.orders.push(Arc::new(order));
    reply
}

/// Puts an order there that was delivered before; its id.
pub(crate) fn seed(world: &mut World, reference: &str) -> String {
    let mut order = Order::new(world.number(), Some(reference.to_owned()), "created");
    order.content = json!({ "shipTo": {}, "product_groups": [] });
    order.moved("delivered", Name::Printags);
    let id = order.id();
    world.orders.push(Arc::new(order));
    id
}

/// All lines: of `products`, then of `groups`.
pub(super) fn lines(body: &Body) -> impl Iterator<Item = &Line> {
    [&body.products, &body.groups].into_iter().flatten().flatten()
}

fn has_keys(line: &Line) -> bool {
    let dynamic = line.nfc.as_ref().and_then(|nfc| nfc.dynamic.as_ref());
    let record = dynamic.and_then(|dynamic| dynamic.records.as_ref());
    record.is_some_and(|record| record.public_key.is_some() || record.private_key.is_some())
}

/// What is shown of an order again: its keys only with `echo_keys`.
fn content(mut body: Body, echo_keys: bool) -> Value {
    if !echo_keys {
        [&mut body.products, &mut body.groups].into_iter().flatten().flatten().for_each(drop_keys);
    }
    let mut shown = serde_json::to_value(body.reveal()).unwrap_or_default();
    let mut take = |name: &str| shown.get_mut(name).map(Value::take);
    let groups = [take("products"), take("groups")].into_iter().flatten();
    let groups: Vec<_> = groups.filter_map(list).flatten().collect();
    let ship_to = take("shipTo").unwrap_or_else(|| Value::Object(Map::new()));
    json!({ "shipTo": ship_to, "product_groups": groups })
}

fn drop_keys(line: &mut Line) {
    let dynamic = line.nfc.as_mut().and_then(|nfc| nfc.dynamic.as_mut());
    if let Some(record) = dynamic.and_then(|dynamic| dynamic.records.as_mut()) {
        (record.public_key, record.private_key) = (None, None);
        record.extra = Extra::default();
    }
}

fn list(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(items) => Some(items),
        _ => None,
    }
}
