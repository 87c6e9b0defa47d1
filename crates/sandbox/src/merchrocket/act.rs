//! Confirm, cancel or refund an order.
//!
//! Source: Merchrocket documentation, "Orders Endpoint": `POST /api/orders/{id}/confirm`, `/cancel`,
//! `/refund`; "Order workflow": which status may follow which.

use jiff::Timestamp;
use tapsmith_orders::Name;

use super::problem::{Violation, violated};
use super::{good, refuse, show};
use crate::order::{Link, Order};
use crate::reply::Reply;
use crate::world::World;

pub(super) fn confirm(world: &mut World, id: &str) -> Reply {
    act(world, id, |order| {
        if order.status() != "draft" {
            return Err(Box::new(refuse(400, "The order is not a draft")));
        }
        order.commit("pending", Name::Merchrocket);
        Ok("committed")
    })
}

pub(super) fn cancel(world: &mut World, id: &str) -> Reply {
    act(world, id, |order| {
        if !["draft", "pending"].contains(&order.status()) {
            return Err(Box::new(refuse(400, "The order can no longer be canceled")));
        }
        order.moved("canceled", Name::Merchrocket);
        Ok("canceled")
    })
}

/// The order keeps its status: what one has that was paid back is not documented.
pub(super) fn refund(world: &mut World, id: &str) -> Reply {
    act(world, id, |order| {
        if order.status() == "draft" {
            let message = "A draft cannot be refunded.";
            let violation = Violation { path: "status".to_owned(), message };
            return Err(Box::new(violated(&[violation])));
        }
        let source = (order.id(), order.reference.clone());
        order.links.push(Link { kind: "refund", since: Timestamp::now(), source });
        Ok("refunded")
    })
}

/// Does `deed` with the order, and shows it. The deed says what it was in a word, or why not.
fn act(
    world: &mut World,
    id: &str,
    deed: impl FnOnce(&mut Order) -> Result<&'static str, Box<Reply>>,
) -> Reply {
    let Some(order) = world.order_mut(id) else { return refuse(404, "Not Found") };
    match deed(order) {
        Ok(word) => good(200, show::shown(order)).noting(format!("{word} {}", order.words())),
        Err(refusal) => *refusal,
    }
}
