//! The printers' own examples, sent as they stand, and answered as they are.

use crate::common::{MERCHROCKET, ORIGINAL, PRINTAGS, Raw, http, refusal, sandbox, vector};
use serde_json::Value;
use tapsmith_orders::Name;
use tapsmith_orders::call::{Method, Request};
use zeroize::Zeroizing;

fn post(path: &[&str], media_type: &'static str, body: &str) -> Raw {
    let request = Request::new(Method::Post, path.iter().copied());
    Raw(request.text(media_type, Zeroizing::new(body.as_bytes().to_vec())))
}

/// `value` with every id and time made the same, where `answer` has one, too.
fn without_ids(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_id = ["id", "@id", "orderId", "variantId"].contains(&name.as_str());
                match value {
                    Value::String(text) if is_id || name.ends_with("At") => {
                        *text = text.chars().map(same).collect();
                    }
                    _ => without_ids(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_ids),
        _ => {}
    }
}

/// The form of an id stays: where its hyphens are, and what stands before it.
fn same(character: char) -> char {
    if character.is_ascii_hexdigit() { 'x' } else { character }
}

#[test]
fn printags_takes_its_example_and_answers_as_it_does() {
    let sandbox = sandbox(Name::Printags);
    let http = http(&sandbox, Name::Printags);
    let request = vector(PRINTAGS, "request");
    let mut answer =
        http.call(&post(&["accounts", "@me", "orders"], "application/json", &request)).unwrap();
    let mut wanted: Value = serde_json::from_str(&vector(PRINTAGS, "response")).unwrap();
    without_ids(&mut answer);
    without_ids(&mut wanted);
    assert_eq!(answer, wanted);

    let state = sandbox.state();
    assert_eq!(state.requests[0].status(), Some(200));
    let [order] = state.orders.as_slice() else { panic!("{:?}", state.orders) };
    assert_eq!(order.reference.as_deref(), Some("Order-JeanDupont-2024"));
    assert_eq!((order.lines, order.cards, order.has_keys), (2, 2, true));
    assert_eq!((order.is_committed, order.commits), (true, 1));
}

#[test]
fn merchrocket_takes_its_example_and_answers_as_it_does() {
    let sandbox = sandbox(Name::Merchrocket);
    let http = http(&sandbox, Name::Merchrocket);
    let request = vector(MERCHROCKET, "request");
    let post = || post(&["orders"], "application/ld+json", &request);
    let (status, words) = refusal(http.call(&post()));
    assert_eq!((status, words.contains("actions[0].source")), (422, true), "{words}");

    let original = sandbox.seed_order(ORIGINAL);
    let mut answer = http.call(&post()).unwrap();
    assert_eq!(sandbox.state().requests[1].status(), Some(201));
    assert_eq!(answer["associations"][0]["source"]["id"], original);
    assert_eq!(answer["associations"][0]["linked"][0]["id"], answer["id"]);
    assert_eq!(answer["orderItems"][0]["id"], "590f1af7-75f6-46c8-bab3-60b109a66371");

    let mut wanted: Value = serde_json::from_str(&vector(MERCHROCKET, "response")).unwrap();
    // The page's own slip: the word instead of the city.
    wanted["recipient"]["city"] = "San Francisco".into();
    let genids = |value: &mut Value| {
        let placement = &mut value["orderItems"][0]["placements"][0];
        for path in ["/@id", "/layers/0/@id", "/layers/0/position/@id"] {
            let id = placement.pointer_mut(path).unwrap();
            assert!(id.as_str().unwrap().starts_with("/api/.well-known/genid/"));
            *id = Value::Null;
        }
    };
    genids(&mut answer);
    genids(&mut wanted);
    without_ids(&mut answer);
    without_ids(&mut wanted);
    assert_eq!(answer, wanted);
    // Field by field in the same order, too.
    assert_eq!(answer.to_string(), wanted.to_string());
}
