//! Update an existing order, by a JSON merge patch (RFC 7396).
//!
//! Source: Merchrocket documentation, "Orders Endpoint": `PATCH /api/orders/{id}`. The vendor's client
//! sends `shipping`, `recipient` and `metadata`; what else is sent is let be.

use serde_json::{Map, Value};

use super::{good, refuse, show};
use crate::front::Asked;
use crate::reply::Reply;
use crate::world::World;

const MERGE_PATCH: &str = "application/merge-patch+json";

/// What can be changed.
const FIELDS: [&str; 3] = ["shipping", "recipient", "metadata"];

pub(super) fn answer(world: &mut World, id: &str, asked: &Asked) -> Reply {
    if asked.media_type != MERGE_PATCH {
        return refuse(415, "The content-type is not supported: expected a merge patch");
    }
    let Ok(patch) = serde_json::from_slice::<Map<String, Value>>(&asked.body) else {
        return refuse(400, "Syntax error");
    };
    let Some(order) = world.order_mut(id) else { return refuse(404, "Not Found") };
    if !["draft", "pending"].contains(&order.status()) {
        return refuse(400, "The order can no longer be changed");
    }
    let patch = patch.into_iter().filter(|(name, _)| FIELDS.contains(&name.as_str())).collect();
    merge(&mut order.content, Value::Object(patch));
    good(200, show::shown(order)).noting(format!("changed {}", order.words()))
}

/// RFC 7396.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(fields) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            fields.shift_remove(&name);
        } else {
            merge(fields.entry(name).or_insert(Value::Null), value);
        }
    }
}
