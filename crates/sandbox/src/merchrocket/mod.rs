//! What Merchrocket's server says.
//!
//! Source: Merchrocket documentation, "Orders Endpoint", "Create a reprint order", "Order workflow". A
//! refusal has the form that servers of this make (API Platform) have.
//!
//! # Layout
//! - `create` with `check`, `show` with `item`, `list`, `act`, `amend`: one file a call, or a few. `problem`:
//!   refusals.

mod act;
mod amend;
mod check;
mod create;
mod item;
mod list;
mod problem;
mod show;

use axum::http::Method;
use serde_json::Value;

use crate::call::CallName;
use crate::config::Config;
use crate::front::Asked;
use crate::reply::Reply;
use crate::world::World;
pub(crate) use create::seed;
pub(crate) use problem::refuse;

const LD_JSON: &str = "application/ld+json; charset=utf-8";

/// The call that `asked` is.
pub(crate) fn call_of(asked: &Asked) -> Option<CallName> {
    let segments: Vec<_> = asked.segments.iter().map(String::as_str).collect();
    let ["api", "orders", path @ ..] = segments.as_slice() else { return None };
    match (&asked.method, path) {
        (&Method::GET, []) => Some(CallName::List),
        (&Method::POST, []) => Some(CallName::Create),
        (&Method::GET, [id]) if id.starts_with('@') => Some(CallName::Find),
        (&Method::GET, [_]) => Some(CallName::Get),
        (&Method::PATCH, [_]) => Some(CallName::Amend),
        (&Method::POST, [_, "confirm"]) => Some(CallName::Commit),
        (&Method::POST, [_, "cancel"]) => Some(CallName::Cancel),
        (&Method::POST, [_, "refund"]) => Some(CallName::Refund),
        _ => None,
    }
}

/// The answer to `call`.
pub(crate) fn answer(config: &Config, world: &mut World, call: CallName, asked: &Asked) -> Reply {
    if call == CallName::List {
        return list::answer(world, asked, config.plain_lists);
    }
    if call == CallName::Create {
        return create::answer(world, asked);
    }
    // api/orders/{id}
    let Some(id) = resolve(world, asked.segment(2)) else { return refuse(404, "Not Found") };
    match call {
        CallName::Find | CallName::Get => show::get(world, &id),
        CallName::Amend => amend::answer(world, &id, asked),
        CallName::Commit => act::confirm(world, &id),
        CallName::Cancel => act::cancel(world, &id),
        CallName::Refund => act::refund(world, &id),
        _ => refuse(404, "Not Found"),
    }
}

/// The id of the order that `id` names: its own id, or `@` and its external id.
fn resolve(world: &World, id: &str) -> Option<String> {
    let order = match id.strip_prefix('@') {
        Some(reference) => world.called(reference),
        None => world.order(id),
    };
    order.map(|order| order.id())
}

fn good(status: u16, value: Value) -> Reply {
    Reply::json(status, LD_JSON, value)
}
