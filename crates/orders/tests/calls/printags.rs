//! What the pages of Printags leave open, read in every way that was seen.

use serde_json::{Value, json};
use tapsmith_orders::call::Unreadable;
use tapsmith_orders::printags::{
    CreateOrder, FindOrders, GetAccount, GetFile, GetModels, GetOrder, GetRates, GetStatuses,
    RatesRequest, UploadFile,
};
use tapsmith_orders::provider::{RemoteOrder, Visual};
use tapsmith_orders::{Call, Money};

use crate::vectors::{self, said};

const ME: &str = "@me";

fn create() -> CreateOrder {
    CreateOrder { account: ME.to_owned(), order: bytes::Bytes::new() }
}

fn show() -> GetOrder {
    GetOrder { account: ME.to_owned(), id: "1".to_owned() }
}

fn upload() -> UploadFile {
    let visual = Visual::new("front.pdf".to_owned(), &b"%PDF-1.7\n"[..]).unwrap();
    UploadFile { account: ME.to_owned(), visual }
}

fn find(reference: Option<&str>) -> FindOrders {
    FindOrders { account: ME.to_owned(), reference: reference.map(ToOwned::to_owned) }
}

fn rates() -> GetRates {
    let documented = vectors::json("orders/printags-rates.request");
    GetRates(serde_json::from_value::<RatesRequest>(documented).unwrap())
}

fn shape<T>(path: &str) -> Result<T, Unreadable> {
    Err(Unreadable::Shape { path: path.to_owned() })
}

#[test]
fn the_id_of_a_new_order_stands_here_or_there() {
    for (answer, id) in [
        (json!({"success": true, "orderId": "one"}), Ok("one")),
        (json!({"orderId": "one"}), Ok("one")),
        (json!({"success": true, "data": {"id": "two"}}), Ok("two")),
        (json!({"orderId": "one", "data": {"id": "two"}}), Ok("one")),
        (json!({"success": true, "orderId": null, "data": {"id": "two"}}), Ok("two")),
        (json!({"success": true}), shape("orderId")),
        (json!({"success": true, "orderId": ""}), shape("orderId")),
        (json!({"success": true, "data": {"id": 7}}), shape("orderId")),
        (json!({"success": true, "data": []}), shape("orderId")),
    ] {
        assert_eq!(create().read(&said(&answer)), id.map(ToOwned::to_owned), "{answer}");
    }
}

/// With HTTP 200, and whatever else stands beside it.
#[test]
fn an_answer_that_did_not_succeed_is_none() {
    let no = said(&json!({
        "success": false, "orderId": "1", "orders": [], "order": {"id": "1"},
        "account": {"id": "1"}, "files": {"file": {"id": "1"}}, "models": [], "statuses": [],
    }));
    assert_eq!(create().read(&no), Err(Unreadable::NoSuccess));
    assert_eq!(show().read(&no), Err(Unreadable::NoSuccess));
    assert_eq!(find(None).read(&no), Err(Unreadable::NoSuccess));
    assert_eq!(upload().read(&no), Err(Unreadable::NoSuccess));
    assert_eq!(rates().read(&no), Err(Unreadable::NoSuccess));
    assert_eq!(GetStatuses.read(&no), Err(Unreadable::NoSuccess));
    assert_eq!(GetModels.read(&no), Err(Unreadable::NoSuccess));
    assert_eq!(GetAccount { id: ME.to_owned() }.read(&no), Err(Unreadable::NoSuccess));
}

#[test]
fn what_is_missing_is_named() {
    let bare = said(&json!({"success": true}));
    let path = |error: Unreadable| match error {
        Unreadable::Shape { path } => path,
        other => panic!("{other:?}"),
    };
    assert_eq!(path(create().read(&bare).unwrap_err()), "orderId");
    assert_eq!(path(GetStatuses.read(&bare).unwrap_err()), "statuses");
    for answer in [json!({"order": {}}), json!({"order": {"id": 7}}), json!({"order": "1"})] {
        assert!(path(show().read(&said(&answer)).unwrap_err()).starts_with("order"), "{answer}");
    }
    for answer in [json!({"account": {}}), json!({"account": {"balance": []}})] {
        let call = GetAccount { id: ME.to_owned() };
        assert!(path(call.read(&said(&answer)).unwrap_err()).starts_with("account"), "{answer}");
    }
    assert!(find(None).read(&bare).is_err() && upload().read(&bare).is_err());
    assert!(GetModels.read(&bare).is_err() && show().read(&bare).is_err());
}

#[test]
fn no_json_is_no_answer() {
    use Unreadable::{MediaType, Syntax};
    let html = "text/html".to_owned();
    for (media_type, body, why) in [
        ("text/html", "{}", MediaType { found: html }),
        ("application/json", "", Syntax { bytes: 0 }),
        ("application/json", r#"{"success":true,"orde"#, Syntax { bytes: 21 }),
        ("application/json", r#"{"orderId":"1"} x"#, Syntax { bytes: 17 }),
        ("", "<html>", Syntax { bytes: 6 }),
    ] {
        let answer = vectors::bytes(media_type, body);
        assert_eq!(create().read(&answer), Err(why), "{body}");
    }
    for media_type in ["", "application/json", "application/problem+json", "text/json"] {
        let answer = vectors::bytes(media_type, r#"{"orderId":"1"}"#);
        assert_eq!(create().read(&answer), Ok("1".to_owned()), "{media_type}");
    }
}

#[test]
fn a_file_is_what_came() {
    let call = GetFile { account: ME.to_owned(), id: "1".to_owned() };
    let png = &b"\x89PNG\r\n\x1a\n\xFF"[..];
    assert_eq!(call.read(&vectors::bytes("image/png", png)).unwrap(), png);
}

/// Whatever the server takes for equal, and however often it says it. One that is not named may be the
/// one.
#[test]
fn an_order_is_found_by_its_whole_reference_and_once() {
    let order = |id: &str, reference: Value| json!({"id": id, "reference": reference});
    let answer = said(&json!({"orders": [
        order("3", json!("first-batch-0001")),
        order("1", json!("first-batch-00011")),
        order("2", json!("FIRST-BATCH-0001")),
        order("4", json!(null)),
        order("0", json!("first-batch-0001")),
        order("3", json!("first-batch-0001")),
    ]}));
    let ids = |reference| {
        let orders = find(reference).read(&answer).unwrap();
        orders.into_iter().map(|order| order.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(Some("first-batch-0001")), ["0", "3", "4"]);
    assert_eq!(ids(Some("first-batch")), ["4"]);
    assert_eq!(ids(None), ["0", "1", "2", "3", "4"]);
}

/// Unknown statuses and fields are shown as they are; what may be a key is named, not shown.
#[test]
fn an_order_of_tomorrow() {
    let key = "B5ADF942C642D16B2803CA672F47D11D";
    let answer = json!({"order": {
        "id": "1", "status": "engraving", "product_groups": [{"nfc": {"publicKey": key}}],
        "statusHistory": [{"status": "engraving", "by": "a robot"}],
        "shippings": [{"tracker": {"id": 7}}], "mood": "good",
    }});
    let body = show().read(&said(&answer)).unwrap();
    let shown = format!("{body:?} {}", serde_json::to_string(&body).unwrap());
    assert!(!shown.contains(key) && shown.contains("product_groups"), "{shown}");
    let order = RemoteOrder::from(body);
    assert_eq!(order.status.as_ref().unwrap().0, "engraving");
    assert_eq!(order.history[0].status.0, "engraving");
    assert_eq!(order.unknown_fields, ["mood"], "the lines are known, and not shown");
    assert_eq!(order.shipments[0].tracking_number, None);
    assert!(!format!("{order:?}").contains(key));
}

#[test]
fn amounts_are_numbers_or_strings() {
    let call = GetAccount { id: ME.to_owned() };
    for (balance, cents) in [
        (json!(100.5), 10050),
        (json!("100.50"), 10050),
        (json!(" 100.5 "), 10050),
        (json!(-3), -300),
        (json!("-3"), -300),
    ] {
        let answer = json!({"account": {"id": "1", "balance": balance}});
        let account = call.read(&said(&answer)).unwrap();
        assert_eq!(account.balance, Some(Money::cents(cents)), "{answer}");
    }
    for bad in [json!("a lot"), json!(""), json!(true), json!([1])] {
        let answer = json!({"account": {"id": "1", "balance": bad}});
        assert_eq!(call.read(&said(&answer)), shape("account.balance"), "{answer}");
    }
}

#[test]
fn rates_by_any_name() {
    let read = |answer: Value| rates().read(&said(&answer)).unwrap();
    for list in ["rates", "carriers", "services", "shippingRates", "data"] {
        for id in ["carrierServiceId", "serviceId", "id", "code", "service"] {
            for price in ["price", "amount", "cost", "rate", "total"] {
                let rates = read(json!({"weight": 110, list: [{id: "lpf", price: "5.99"}]}));
                assert_eq!(rates.len(), 1, "{list} {id} {price}");
                assert_eq!(rates[0].id.as_deref(), Some("lpf"));
                assert_eq!(rates[0].price, Money::cents(599));
            }
        }
    }
}

/// "Only services whose price is greater than 0 are returned": that may be none.
#[test]
fn no_rates_are_an_answer() {
    for answer in [
        json!({"success": true, "rates": []}),
        json!({"success": true, "weight": 110, "envelope": {"id": "c5"}}),
        json!({"rates": [{"id": "free of any price"}]}),
        json!({"rates": [{"id": "x", "price": {"amount": 1}}]}),
        json!({"rates": ["x", 7, null]}),
    ] {
        assert_eq!(rates().read(&said(&answer)), Ok(Vec::new()), "{answer}");
    }
    let answer = json!({"warnings": ["x"], "rates": [{"price": 1}, {"id": "no price"}]});
    let rates = rates().read(&said(&answer)).unwrap();
    assert_eq!((rates.len(), &rates[0].id), (1, &None));
}

#[test]
fn statuses_in_any_shape() {
    let words = |answer: Value| {
        let read = GetStatuses.read(&said(&answer));
        read.map(|words| words.into_iter().map(|word| word.0).collect::<Vec<_>>())
    };
    let two = Ok(vec!["draft".to_owned(), "of tomorrow".to_owned()]);
    for name in ["status", "name", "key", "code", "label"] {
        let answer = json!({"statuses": [{"id": 2, name: "draft"}, {name: "of tomorrow"}]});
        assert_eq!(words(answer), two, "{name}");
    }
    for answer in [
        json!({"success": true, "statuses": ["draft", "of tomorrow"]}),
        json!({"data": ["draft", {"id": 19, "status": "of tomorrow"}]}),
        json!({"warnings": [], "statuses": ["draft", "of tomorrow"]}),
        json!(["draft", "of tomorrow"]),
        json!([{"id": 2, "status": "draft"}, {"id": 3, "status": "of tomorrow"}]),
    ] {
        assert_eq!(words(answer.clone()), two, "{answer}");
    }
    assert_eq!(words(json!({"statuses": []})), Ok(Vec::new()));
    for answer in [json!({"statuses": [{"id": 2}]}), json!({"statuses": [7]}), json!({"a": "b"})] {
        assert_eq!(words(answer.clone()), shape("statuses"), "{answer}");
    }
}

#[test]
fn models_with_less_and_with_more() {
    let answer = json!({"models": [
        {"id": "bare"}, {"id": "new", "prices": [{"from": 1, "price": "0.5"}], "colour": "white"},
    ]});
    let models = GetModels.read(&said(&answer)).unwrap();
    assert_eq!((models[0].can_be_encoded, models[0].prices.len()), (None, 0));
    assert_eq!(models[1].prices, [json!({"from": 1, "price": "0.5"})]);
    assert_eq!(models[1].other["colour"], json!("white"));
}
