//! Every call of tapsmith's client for Merchrocket, and what the stand-in refuses.

use crate::common::{
    MERCHROCKET, ORIGINAL, Raw, http, http_with, provider, refusal, sandbox, vector,
};
use serde_json::{Value, json};
use tapsmith_orders::Name;
use tapsmith_orders::call::{Method, Request};
use tapsmith_orders::provider::Status;
use tapsmith_sandbox::{Config, Sandbox};
use zeroize::Zeroizing;

fn order(reference: &str) -> Value {
    json!({
        "externalId": reference,
        "recipient": { "name": "Alex Johnson", "city": "San Francisco" },
        "orderItems": [{ "quantity": 3, "variantId": "590f1af7-75f6-46c8-bab3-60b109a66371" }],
    })
}

fn post(body: &Value) -> Raw {
    let request = Request::new(Method::Post, ["orders"]);
    Raw(request.text("application/ld+json", Zeroizing::new(body.to_string().into_bytes())))
}

fn word(word: &str) -> Status {
    Status(word.to_owned())
}

#[test]
fn a_reprint_goes_from_draft_to_refund() {
    let sandbox = sandbox(Name::Merchrocket);
    sandbox.seed_order(ORIGINAL);
    let provider = provider(&sandbox, Name::Merchrocket);
    provider.account(None).unwrap();
    let payload = Name::Merchrocket.read(&vector(MERCHROCKET, "request")).unwrap();
    let reference = payload.reference().unwrap().to_owned();
    assert!(provider.find(&reference).unwrap().is_empty());
    let id = provider.create(&*payload).unwrap();
    let found = provider.find(&reference).unwrap().remove(0);
    assert_eq!((found.id.as_str(), found.status), (id.as_str(), Some(word("draft"))));
    assert_eq!(found.associations[0].source.as_deref(), Some(ORIGINAL));
    assert_eq!(refusal(provider.refund(&id)).0, 422);

    let patch = json!({ "recipient": { "city": "Berlin", "company": null }, "status": "x" });
    assert_eq!(provider.amend(&id, &patch).unwrap().status, Some(word("draft")));
    let shown = http(&sandbox, Name::Merchrocket)
        .call(&Raw(Request::new(Method::Get, ["orders", &id])))
        .unwrap();
    assert_eq!(shown["recipient"]["city"], "Berlin");
    assert_eq!(shown["recipient"]["name"], "Alex Johnson");
    assert_eq!(shown["recipient"].get("company"), None);

    assert_eq!(provider.commit(&id).unwrap().status, Some(word("pending")));
    let stored = sandbox.state().orders.pop().unwrap();
    assert_eq!((stored.is_committed, stored.commits, stored.cards), (true, 1, 3));
    assert!(!stored.has_keys);
    assert_eq!(refusal(provider.commit(&id)).0, 400);
    sandbox.advance(&reference, "fulfilled").unwrap();
    assert!(provider.order(&id).unwrap().shipments[0].tracking_url.is_some());
    assert_eq!(refusal(provider.cancel(&id)).0, 400);
    assert_eq!(refusal(provider.amend(&id, &patch)).0, 400);
    assert_eq!(provider.refund(&id).unwrap().associations[1].kind, "refund");
}

#[test]
fn an_order_may_be_canceled_before_it_is_in_work() {
    let sandbox = sandbox(Name::Merchrocket);
    let provider = provider(&sandbox, Name::Merchrocket);
    for commits in [false, true] {
        let reference = format!("C-{commits}");
        let payload = Name::Merchrocket.read(&order(&reference).to_string()).unwrap();
        let id = provider.create(&*payload).unwrap();
        if commits {
            provider.commit(&id).unwrap();
        }
        assert_eq!(provider.cancel(&id).unwrap().status, Some(word("canceled")));
        assert!(!sandbox.state().orders_called(&reference)[0].is_committed);
        assert_eq!(refusal(provider.cancel(&id)).0, 400);
    }
}

#[test]
fn all_orders_are_listed_over_many_pages_in_both_forms() {
    for plain_lists in [false, true] {
        let config = Config { plain_lists, ..Config::new(Name::Merchrocket) };
        let sandbox = Sandbox::start(config).unwrap();
        let wanted: Vec<_> = (0..65).map(|number| format!("L-{number}")).collect();
        for reference in &wanted {
            sandbox.seed_order(reference);
        }
        let mut seen = Vec::new();
        provider(&sandbox, Name::Merchrocket)
            .orders(&mut |order| {
                seen.extend(order.reference);
                true
            })
            .unwrap();
        assert_eq!(seen, wanted);
        assert_eq!(sandbox.state().requests.len(), 3);
    }
}

#[test]
fn what_is_wrong_is_named_field_by_field() {
    let sandbox = sandbox(Name::Merchrocket);
    let http = http(&sandbox, Name::Merchrocket);
    http.call(&post(&order("TAKEN"))).unwrap();
    let changes: [(&str, &str, Value); 9] = [
        ("/externalId", "externalId", "TAKEN".into()),
        ("/externalId", "externalId", "".into()),
        ("/externalId", "externalId", "x".repeat(64).into()),
        ("/externalId", "externalId", "a b".into()),
        ("/recipient/name", "recipient.name", " ".into()),
        ("/orderItems", "orderItems", json!([])),
        ("/orderItems/0/quantity", "orderItems[0].quantity", 0.into()),
        ("/orderItems/0/variantId", "orderItems[0].variantId", "".into()),
        ("/recipient", "recipient.name", json!({})),
    ];
    for (path, field, value) in changes {
        let mut order = order("NEW");
        *order.pointer_mut(path).unwrap() = value;
        let (status, words) = refusal(http.call(&post(&order)));
        assert_eq!((status, words.contains(field)), (422, true), "{path}: {words}");
    }
    assert_eq!(sandbox.state().orders.len(), 1);
}

#[test]
fn media_types_ids_and_tokens_are_looked_at() {
    let sandbox = sandbox(Name::Merchrocket);
    let http = http(&sandbox, Name::Merchrocket);
    let id = http.call(&post(&order("A"))).unwrap()["id"].as_str().unwrap().to_owned();
    let patch = Request::new(Method::Patch, ["orders", "@A"]).json(&json!({})).unwrap();
    assert_eq!(refusal(http.call(&Raw(patch))).0, 415);
    let text = Request::new(Method::Post, ["orders"]);
    let text = text.text("text/plain", Zeroizing::new(order("B").to_string().into_bytes()));
    assert_eq!(refusal(http.call(&Raw(text))).0, 415);
    for (path, status) in [("@A", None), (id.as_str(), None), ("A", Some(404)), ("@B", Some(404))] {
        let answer = http.call(&Raw(Request::new(Method::Get, ["orders", path])));
        assert_eq!(answer.err().and_then(|error| error.refused_with()), status, "{path}");
    }
    let stranger = http_with(&sandbox, Name::Merchrocket, "mrp_test_sandbox_0001");
    assert_eq!(refusal(stranger.call(&post(&order("C")))).0, 401);
    assert_eq!(sandbox.state().orders.len(), 1);
}
