//! What Printags' server says.
//!
//! Source: Printags Public API, April and June 2026. Where its pages show no body, as of a refusal,
//! the body here is a guess, and so are the prices.
//!
//! # Layout
//! - `account`, `create` with `check`, `show`, `commit` with `prices`, `files`, `lists`, `rates`: one
//!   file a call, or a few.

mod account;
mod check;
mod commit;
mod create;
mod files;
mod lists;
mod prices;
mod rates;
mod show;

use axum::http::Method;
use serde_json::{Value, json};
use tapsmith_orders::printags::ME;

use crate::call::CallName;
use crate::config::Config;
use crate::front::Asked;
use crate::reply::Reply;
use crate::world::World;
use account::ID;
pub(crate) use create::seed;

const JSON: &str = "application/json";

/// The call that `asked` is. Whoever asks for another's account is not told that there is one.
pub(crate) fn call_of(asked: &Asked) -> Option<CallName> {
    let segments: Vec<_> = asked.segments.iter().map(String::as_str).collect();
    let path = match segments.as_slice() {
        ["accounts", id, path @ ..] if [ME, ID].contains(id) => path,
        ["statuses"] if asked.method == Method::GET => return Some(CallName::Statuses),
        ["models"] if asked.method == Method::GET => return Some(CallName::Models),
        ["shipping", "rates"] if asked.method == Method::POST => return Some(CallName::Rates),
        _ => return None,
    };
    match (&asked.method, path) {
        (&Method::GET, []) => Some(CallName::Account),
        (&Method::GET, ["orders", "find"]) => {
            Some(asked.query("reference").map_or(CallName::List, |_| CallName::Find))
        }
        (&Method::GET, ["orders", _]) => Some(CallName::Get),
        (&Method::POST, ["orders"]) => Some(CallName::Create),
        (&Method::POST, ["orders", _, "validate"]) => Some(CallName::Commit),
        (&Method::POST, ["files"]) => Some(CallName::Upload),
        (&Method::GET, ["files", _]) => Some(CallName::File),
        _ => None,
    }
}

/// The answer to `call`.
pub(crate) fn answer(config: &Config, world: &mut World, call: CallName, asked: &Asked) -> Reply {
    // accounts/{account}/orders/{id}, accounts/{account}/files/{id}
    let id = asked.segment(3);
    match call {
        CallName::Account => account::answer(),
        CallName::Find | CallName::List => show::find(world, asked.query("reference")),
        CallName::Get => show::get(world, id),
        CallName::Create => create::answer(world, &asked.body, config.echo_keys),
        CallName::Commit => commit::answer(world, id),
        CallName::Upload => files::upload(world, asked.file.as_ref()),
        CallName::File => files::get(world, id),
        CallName::Statuses => lists::statuses(),
        CallName::Models => lists::models(config.no_prices),
        CallName::Rates => rates::answer(&asked.body),
        CallName::Amend | CallName::Cancel | CallName::Refund => refuse(404, "Not found"),
    }
}

/// No.
pub(crate) fn refuse(status: u16, message: &str) -> Reply {
    Reply::json(status, JSON, json!({ "success": false, "message": message }))
}

fn good(value: Value) -> Reply {
    Reply::json(200, JSON, value)
}
