//! Create an order, or the reprint of one: a draft.
//!
//! Source: Merchrocket documentation, "Create a reprint order": `POST /api/orders`.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};
use tapsmith_orders::Name;
use tapsmith_orders::merchrocket::{Action, NewOrder};

use super::check::check;
use super::problem::violated;
use super::{good, refuse, resolve, show};
use crate::front::Asked;
use crate::order::{Link, Order};
use crate::reply::Reply;
use crate::world::World;

pub(super) fn answer(world: &mut World, asked: &Asked) -> Reply {
    if !["application/ld+json", "application/json"].contains(&asked.media_type.as_str()) {
        return refuse(415, "The content-type is not supported: expected application/ld+json");
    }
    let body = serde_json::from_slice::<Value>(&asked.body);
    let parsed = serde_json::from_slice::<NewOrder>(&asked.body);
    let (Ok(body), Ok(new)) = (body, parsed) else { return refuse(400, "Syntax error") };
    let violations = check(world, &new);
    if !violations.is_empty() {
        return violated(&violations);
    }
    let order = order(world, &new, body);
    let note = format!("created {}", order.words());
    let reply = good(201, show::shown(&order)).noting(note);
    world.orders.push(Arc::new(order));
    reply
}

fn order(world: &mut World, new: &NewOrder, body: Value) -> Order {
    let items = new.order_items.as_deref().unwrap_or_default();
    let actions = new.actions.as_deref().unwrap_or_default();
    let links = actions.iter().filter_map(|action| link(world, action)).collect();
    Order {
        lines: items.len(),
        cards: items.iter().map(|item| u64::from(item.quantity.unwrap_or_default())).sum(),
        content: body,
        links,
        ..Order::new(world.number(), new.external_id.clone(), "draft")
    }
}

fn link(world: &World, action: &Action) -> Option<Link> {
    let id = resolve(world, action.source.as_deref()?)?;
    let source = world.order(&id)?;
    let source = (id, source.reference.clone());
    Some(Link { kind: "reprint", since: Timestamp::now(), source })
}

/// Puts an order there that was delivered before; its id.
pub(crate) fn seed(world: &mut World, reference: &str) -> String {
    let mut order = Order::new(world.number(), Some(reference.to_owned()), "draft");
    order.content = json!({ "shipping": "STANDARD", "recipient": {}, "orderItems": [] });
    order.moved("fulfilled", Name::Merchrocket);
    let id = order.id();
    world.orders.push(Arc::new(order));
    id
}
