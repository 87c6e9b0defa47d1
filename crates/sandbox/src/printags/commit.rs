//! Validate an order: it is committed.
//!
//! Source: Printags Public API, "Validate an order":
//! `POST /accounts/{accountId}/orders/{orderId}/validate`.

use serde_json::json;
use tapsmith_orders::Name;

use super::{good, refuse};
use crate::reply::Reply;
use crate::world::World;

pub(super) fn answer(world: &mut World, id: &str) -> Reply {
    let Some(order) = world.order_mut(id) else { return refuse(404, "Order not found") };
    if order.status() != "draft" {
        return refuse(400, "The order is not a draft");
    }
    order.commit("validated", Name::Printags);
    let note = format!("committed {}", order.words());
    good(json!({ "success": true, "prices": order.prices })).noting(note)
}
