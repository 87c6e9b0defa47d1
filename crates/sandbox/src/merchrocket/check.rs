//! What a new order is refused for.

use tapsmith_orders::merchrocket::NewOrder;

use super::problem::Violation;
use super::resolve;
use crate::world::World;

const BLANK: &str = "This value should not be blank.";

/// The longest external id.
const LONGEST: usize = 63;

pub(super) fn check(world: &World, order: &NewOrder) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut add = |path: String, message| found.push(Violation { path, message });
    if let Some(message) = external_id(world, order.external_id.as_deref().unwrap_or_default()) {
        add("externalId".to_owned(), message);
    }
    let name = order.recipient.as_ref().and_then(|recipient| recipient.name.as_deref());
    if name.is_none_or(|name| name.trim().is_empty()) {
        add("recipient.name".to_owned(), BLANK);
    }
    let items = order.order_items.as_deref().unwrap_or_default();
    if items.is_empty() {
        add("orderItems".to_owned(), BLANK);
    }
    for (index, item) in items.iter().enumerate() {
        if item.quantity.unwrap_or_default() == 0 {
            add(format!("orderItems[{index}].quantity"), "This value should be positive.");
        }
        if item.variant_id.as_ref().is_none_or(String::is_empty) {
            add(format!("orderItems[{index}].variantId"), BLANK);
        }
    }
    for (index, action) in order.actions.iter().flatten().enumerate() {
        if let Some((field, message)) = action_error(world, &action.kind, action.source.as_deref())
        {
            add(format!("actions[{index}].{field}"), message);
        }
    }
    found
}

fn external_id(world: &World, id: &str) -> Option<&'static str> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if id.is_empty() {
        Some(BLANK)
    } else if id.len() > LONGEST {
        Some("This value is too long. It should have 63 characters or less.")
    } else if !id.bytes().all(is_allowed) {
        Some("This value is not valid.")
    } else {
        world.called(id).map(|_| "This value is already used.")
    }
}

/// The field that is wrong, and what is wrong with it.
fn action_error(
    world: &World,
    kind: &str,
    source: Option<&str>,
) -> Option<(&'static str, &'static str)> {
    if kind != "reprint" {
        return Some(("type", "The value you selected is not a valid choice."));
    }
    let known = source.and_then(|source| resolve(world, source));
    known.is_none().then_some(("source", "There is no such order."))
}
