//! What each call asks. Committing, which nobody but a provider can ask, is seen on the wire.

use bytes::Bytes;
use serde_json::{Value, json};
use tapsmith_orders::call::{Body, Effect, Method, Request};
use tapsmith_orders::provider::Visual;
use tapsmith_orders::{Call, merchrocket, printags};

use crate::vectors;

/// No id of anybody's: each place of a path is one segment, whatever stands in it.
const ODD: &str = "a/b c?d#é%2F";

const LD: &str = "application/ld+json";

/// The request of `call`, which does `effect`.
fn request<C: Call>(call: &C, effect: Effect) -> Request {
    assert_eq!(C::EFFECT, effect);
    assert!(!C::NAME.is_empty() && C::NAME.is_ascii());
    call.request().unwrap()
}

#[track_caller]
fn asks(request: &Request, method: Method, path: &[&str], accept: &str) {
    assert_eq!(request.method, method);
    assert_eq!(request.path, path);
    assert_eq!(request.accept, accept);
}

#[track_caller]
fn has_no_body(request: &Request) {
    assert!(matches!(request.body, Body::Empty), "{request:?}");
}

#[track_caller]
fn body(request: &Request, expected: &str) -> Bytes {
    let Body::Text { media_type, bytes } = &request.body else { panic!("{request:?}") };
    assert_eq!(*media_type, expected);
    bytes.clone()
}

#[test]
fn printags_questions() {
    use printags::{FindOrders, GetAccount, GetFile, GetModels, GetOrder, GetStatuses};
    let (account, id) = (ODD.to_owned(), ODD.to_owned());
    let json = "application/json";
    for (request, path, accept) in [
        (request(&GetAccount { id: id.clone() }, Effect::Reads), vec!["accounts", ODD], json),
        (
            request(&GetOrder { account: account.clone(), id: id.clone() }, Effect::Reads),
            vec!["accounts", ODD, "orders", ODD],
            json,
        ),
        (
            request(&GetFile { account: account.clone(), id }, Effect::Reads),
            vec!["accounts", ODD, "files", ODD],
            "*/*",
        ),
        (request(&GetStatuses, Effect::Reads), vec!["statuses"], json),
        (request(&GetModels, Effect::Reads), vec!["models"], json),
        (
            request(&FindOrders { account, reference: None }, Effect::Reads),
            vec!["accounts", ODD, "orders", "find"],
            json,
        ),
    ] {
        asks(&request, Method::Get, &path, accept);
        assert_eq!(request.query, []);
        has_no_body(&request);
    }
}

#[test]
fn an_order_is_looked_up_by_its_reference_as_it_is() {
    let reference = Some("Order&fields=é #1".to_owned());
    let call = printags::FindOrders { account: "@me".to_owned(), reference };
    let request = request(&call, Effect::Reads);
    asks(&request, Method::Get, &["accounts", "@me", "orders", "find"], "application/json");
    assert_eq!(request.query, [("reference".to_owned(), "Order&fields=é #1".to_owned())]);
    has_no_body(&request);
}

#[test]
fn printags_is_asked_for_rates_as_its_page_does() {
    let asked: printags::RatesRequest =
        serde_json::from_value(vectors::json("orders/printags-rates.request")).unwrap();
    let request = request(&printags::GetRates(asked), Effect::Reads);
    asks(&request, Method::Post, &["shipping", "rates"], "application/json");
    let sent: Value = serde_json::from_slice(&body(&request, "application/json")).unwrap();
    assert_eq!(sent, vectors::json("orders/printags-rates.request"));
}

/// Byte for byte: whoever makes the request has decided what stands in it.
#[test]
fn an_order_is_sent_as_it_is() {
    let order = Bytes::from(vectors::text("orders/printags-create-order.request.json"));
    let call = printags::CreateOrder { account: ODD.to_owned(), order: order.clone() };
    let asked = request(&call, Effect::Changes);
    asks(&asked, Method::Post, &["accounts", ODD, "orders"], "application/json");
    assert_eq!(body(&asked, "application/json"), order);

    let order = Bytes::from(vectors::text("orders/merchrocket-reprint.request.json"));
    let asked = request(&merchrocket::CreateOrder { order: order.clone() }, Effect::Changes);
    asks(&asked, Method::Post, &["orders"], LD);
    assert_eq!(body(&asked, "application/json"), order);
}

#[test]
fn a_visual_is_sent_in_a_form() {
    let visual = Visual::new("fr\"ont.png".to_owned(), &b"\x89PNG\r\n\x1a\n"[..]).unwrap();
    let call = printags::UploadFile { account: ODD.to_owned(), visual };
    let request = request(&call, Effect::Changes);
    asks(&request, Method::Post, &["accounts", ODD, "files"], "application/json");
    let Body::File { name, media_type, bytes } = &request.body else { panic!("{request:?}") };
    assert_eq!((name.as_str(), media_type.as_str(), bytes.len()), ("fr\"ont.png", "image/png", 8));
}

#[test]
fn merchrocket_questions_and_changes() {
    use merchrocket::{AmendOrder, GetOrder, ListOrders};
    let asked = request(&GetOrder { id: "@YOW/1".to_owned() }, Effect::Reads);
    asks(&asked, Method::Get, &["orders", "@YOW/1"], LD);
    has_no_body(&asked);

    let asked = request(&ListOrders::first(), Effect::Reads);
    asks(&asked, Method::Get, &["orders"], LD);
    let query = [("page", "1"), ("itemsPerPage", "30")];
    assert_eq!(asked.query, query.map(|(name, value)| (name.to_owned(), value.to_owned())));
    has_no_body(&asked);

    let patch = json!({"recipient": {"company": null}});
    let asked = request(&AmendOrder { id: ODD.to_owned(), patch: patch.clone() }, Effect::Changes);
    asks(&asked, Method::Patch, &["orders", ODD], LD);
    let sent: Value =
        serde_json::from_slice(&body(&asked, "application/merge-patch+json")).unwrap();
    assert_eq!(sent, patch);
}

#[test]
fn debug_of_a_request_shows_no_body() {
    let order = Bytes::from(vectors::text("orders/printags-create-order.request.json"));
    let size = order.len();
    let call = printags::CreateOrder { account: "@me".to_owned(), order };
    let shown = format!("{:?} {:#?}", call.request().unwrap(), call.request().unwrap());
    assert!(shown.contains(&format!("{size} bytes of application/json")), "{shown}");
    assert!(!shown.contains("Jean") && !shown.contains("B5ADF942"), "{shown}");
}

/// What made the request has the order too.
#[test]
fn debug_of_a_call_shows_no_key() {
    let order = Bytes::from(vectors::text("orders/printags-create-order.request.json"));
    let shown = format!("{:?}", printags::CreateOrder { account: "@me".to_owned(), order });
    assert!(!shown.contains("B5ADF942"), "{shown}");
}
