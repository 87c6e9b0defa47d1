//! What a fault makes of an answer.

use axum::http::header::LOCATION;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::reply::{Content, Reply};

/// A status that no page knows.
const UNKNOWN_STATUS: &str = "quantum_flux";

/// The answer that comes instead of a call that is not done. `refuse` is the server's own way to
/// say no; `path` is what was asked for.
pub(crate) fn instead(
    fault: &Fault,
    path: &str,
    refuse: impl Fn(u16, &str) -> Reply,
) -> Option<Reply> {
    Some(match fault {
        Fault::TooMany(wait) => refuse(429, "Too many requests").retry_after(*wait),
        Fault::FailedBefore => refuse(500, "Internal server error"),
        Fault::UnavailableBefore(wait) => refuse(503, "Service unavailable").retry_after(*wait),
        Fault::Expired => refuse(401, "Expired token"),
        Fault::BadRequest => refuse(400, "Bad request"),
        Fault::NotFound => refuse(404, "Not found"),
        Fault::Conflict => refuse(409, "Conflict"),
        Fault::Redirect => refuse(307, "Moved").header(LOCATION, format!("/moved{path}")),
        Fault::NoSuccess => Reply::json(200, "application/json", json!({ "success": false })),
        _ => return None,
    })
}

/// What becomes of the answer of a call that was done.
pub(crate) fn distorted(fault: &Fault, reply: Reply, refuse: impl Fn(u16, &str) -> Reply) -> Reply {
    let note = reply.note.clone();
    let distorted = match fault {
        Fault::FailedAfter => refuse(500, "Internal server error"),
        Fault::GatewayAfter => Reply::page(502),
        Fault::Html => Reply::page(200),
        Fault::Empty => Reply::empty(200),
        Fault::WrongType if matches!(reply.content, Content::Json(_)) => {
            Reply { media_type: "text/plain; charset=utf-8".into(), ..reply }
        }
        Fault::UnknownStatus => reply.with_json(unknown_status),
        Fault::ExtraFields => reply.with_json(extra_fields),
        _ => reply,
    };
    Reply { note, ..distorted }
}

/// Every order in `answer`: it is one, it holds one, or it holds a list of them.
fn unknown_status(answer: &mut Value) {
    let holders = ["order", "orders", "hydra:member", "member"];
    for name in holders {
        match answer.get_mut(name) {
            Some(Value::Array(orders)) => orders.iter_mut().for_each(set_status),
            Some(order) => set_status(order),
            None => {}
        }
    }
    set_status(answer);
}

fn set_status(order: &mut Value) {
    // The status of a refusal is a number.
    if let Some(Value::String(status)) = order.get_mut("status") {
        UNKNOWN_STATUS.clone_into(status);
    }
}

/// Before and behind the fields that are known: no client may count on an order of them.
fn extra_fields(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(extra_fields);
            let list = json!([1, "two", { "three": [3.5] }]);
            fields.shift_insert(0, "futureList".to_owned(), list);
            let object = json!({ "deep": [{ "deeper": null }], "on": true });
            fields.insert("futureObject".to_owned(), object);
        }
        Value::Array(items) => items.iter_mut().for_each(extra_fields),
        _ => {}
    }
}
