//! Every call of tapsmith's client for Printags, and what the stand-in refuses.

use crate::common::{PRINTAGS, Raw, http, http_with, provider, refusal, sandbox, vector};
use serde_json::{Value, json};
use tapsmith_orders::call::{Method, Request};
use tapsmith_orders::printags::{GetRates, RatesItem, RatesRequest};
use tapsmith_orders::provider::{Stage, Status, Visual};
use tapsmith_orders::{CallError, Money, Name};
use tapsmith_sandbox::{Config, Sandbox};

const KEY: &str = "B5ADF942C642D16B2803CA672F47D11D";

/// An order of `count` cards with keys.
fn order(reference: &str, count: u32) -> Value {
    let line = |record: u32| {
        json!({
            "quantity": 1,
            "modelId": "ntag424_pvccard_white",
            "packagingId": "aluminum_protection",
            "printingVisuals": ["front"],
            "nfc": {
                "type": "dynamic",
                "dynamic": {
                    "baseUrl": "https://example.com",
                    "records": { "recordId": record, "publicKey": KEY, "privateKey": KEY }
                }
            }
        })
    };
    let ship_to = json!({
        "name": "Jean Dupont",
        "address": {
            "addressLine1": "10 rue de la République", "city": "Paris", "postcode": "75001",
            "countryCode": "FR"
        }
    });
    json!({
        "isDraft": true,
        "reference": reference,
        "carrierServiceId": "lpf_standard",
        "shipTo": ship_to,
        "products": (1..=count).map(line).collect::<Vec<_>>(),
    })
}

fn post(body: &Value) -> Raw {
    Raw(Request::new(Method::Post, ["accounts", "@me", "orders"]).json(body).unwrap())
}

#[test]
fn an_order_goes_from_draft_to_parcel() {
    let sandbox = sandbox(Name::Printags);
    let provider = provider(&sandbox, Name::Printags);
    let payload = Name::Printags.read(&order("ORDER-0001", 500).to_string()).unwrap();
    let estimate = provider.estimate(&payload.wants()).unwrap();
    let id = provider.create(&*payload).unwrap();

    let stored = sandbox.state().orders.remove(0);
    assert_eq!((stored.is_committed, stored.commits, stored.cards), (false, 0, 500));
    assert!(stored.has_keys);
    assert_eq!(provider.find("ORDER-0001").unwrap()[0].id, id);
    assert!(provider.find("ORDER-000").unwrap().is_empty());
    assert_eq!(provider.order(&id).unwrap().status, Some(Status("draft".to_owned())));

    let committed = provider.commit(&id).unwrap();
    assert_eq!(committed.total, Some(Money::cents(500 * 180 + 490)));
    let estimated: Money = estimate.charges.iter().map(|charge| charge.amount).sum();
    assert_eq!(estimate.missing, [""; 0]);
    assert_eq!(Some(estimated), committed.total, "the estimate is the bill here");
    assert_eq!(refusal(provider.commit(&id)).0, 400);
    assert_eq!(sandbox.state().orders[0].commits, 1);

    sandbox.advance("ORDER-0001", "shipped").unwrap();
    let shipped = provider.order(&id).unwrap();
    let words: Vec<_> = shipped.history.iter().map(|change| change.status.0.as_str()).collect();
    assert_eq!(words, ["draft", "validated", "shipped"]);
    assert!(shipped.shipments[0].tracking_number.is_some());
    assert!(sandbox.advance("ORDER-0002", "shipped").is_err());
}

#[test]
fn everything_else_is_answered() {
    let sandbox = sandbox(Name::Printags);
    let provider = provider(&sandbox, Name::Printags);
    let account = provider.account(None).unwrap();
    assert_eq!(account.balance, Some("100.5".parse().unwrap()));
    assert_eq!(provider.account(account.id.as_deref()).unwrap(), account);

    let models = provider.models().unwrap();
    assert_eq!(models.len(), 5);
    assert_eq!(models[0].can_be_encoded, Some(false));
    let statuses = provider.statuses().unwrap();
    assert_eq!(statuses.len(), 20);
    assert_eq!(statuses[18].0, "in_queue", "it has the id 19");
    assert!(statuses.iter().all(|status| status.stage(Name::Printags) != Stage::Unknown));

    let bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".repeat(200_000);
    let visual = Visual::new("front.png".to_owned(), bytes.clone()).unwrap();
    let file = provider.upload(&visual).unwrap();
    assert_eq!(provider.file(&file).unwrap(), bytes);
    let stored = &sandbox.state().files[0];
    assert_eq!((stored.media_type.as_str(), stored.size), ("image/png", bytes.len()));

    for reference in ["A-1", "A-2"] {
        let payload = Name::Printags.read(&order(reference, 1).to_string()).unwrap();
        provider.create(&*payload).unwrap();
    }
    let mut seen = Vec::new();
    provider
        .orders(&mut |order| {
            seen.extend(order.reference);
            true
        })
        .unwrap();
    assert_eq!(seen, ["A-1", "A-2"]);
}

#[test]
fn services_go_to_four_countries() {
    let sandbox = sandbox(Name::Printags);
    let http = http(&sandbox, Name::Printags);
    let rates = |country: &str| {
        let item = RatesItem {
            model_id: "ntag424_pvccard_white".to_owned(),
            packaging_id: None,
            quantity: 1,
        };
        let (to_country, to_postal_code) = (country.to_owned(), "1".to_owned());
        http.call(&GetRates(RatesRequest { to_country, to_postal_code, items: vec![item] }))
            .unwrap()
    };
    for country in ["FR", "BE", "DE", "LU"] {
        let rates = rates(country);
        assert!(rates.iter().any(|rate| rate.id.as_deref() == Some("lpf_standard")), "{country}");
    }
    assert!(rates("US").is_empty());
}

#[test]
fn what_is_known_to_be_refused_is_refused() {
    let sandbox = sandbox(Name::Printags);
    let http = http(&sandbox, Name::Printags);
    let changes: [(&str, &str, Value); 9] = [
        ("/shipTo/name", "name", "Jean/Dupont".into()),
        ("/shipTo/address/addressLine1", "addressLine1", "10 / 12".into()),
        ("/shipTo/address/city", "city", "Paris×".into()),
        ("/shipTo/address/countryCode", "countryCode", "fr".into()),
        ("/products/0/modelId", "modelId", "ntag999".into()),
        ("/products/0/modelId", "encoded", "pvccard_white".into()),
        ("/products/0/quantity", "quantity", 0.into()),
        ("/products", "products", json!([])),
        ("/products/0/nfc/dynamic/records/publicKey", "publicKey", "12".into()),
    ];
    for (path, word, value) in changes {
        let mut order = order("BAD", 1);
        *order.pointer_mut(path).unwrap() = value;
        let (status, words) = refusal(http.call(&post(&order)));
        assert_eq!((status, words.contains(word)), (400, true), "{path}: {words}");
    }
    assert!(sandbox.state().orders.is_empty());
}

/// Nobody knows what the printer does with it; a client must not find out.
#[test]
fn a_reference_that_is_there_makes_a_second_order() {
    let sandbox = sandbox(Name::Printags);
    let http = http(&sandbox, Name::Printags);
    let mut order = order("TWICE", 1);
    order.as_object_mut().unwrap().remove("isDraft");
    http.call(&post(&order)).unwrap();
    http.call(&post(&order)).unwrap();
    let state = sandbox.state();
    assert_eq!(state.orders_called("TWICE").len(), 2);
    assert!(state.orders.iter().all(|order| order.commits == 0), "a draft, if it does not say");
}

#[test]
fn keys_come_back_only_where_that_is_asked_for() {
    for echo_keys in [false, true] {
        let config = Config { echo_keys, ..Config::new(Name::Printags) };
        let sandbox = Sandbox::start(config).unwrap();
        let http = http(&sandbox, Name::Printags);
        let body: Value = serde_json::from_str(&vector(PRINTAGS, "request")).unwrap();
        let id = http.call(&post(&body)).unwrap()["orderId"].as_str().unwrap().to_owned();
        let get = Raw(Request::new(Method::Get, ["accounts", "@me", "orders", &id]));
        let answer = http.call(&get).unwrap();
        assert_eq!(answer["order"]["product_groups"][1]["modelId"], "pvccard_white");
        assert_eq!(answer.to_string().contains(KEY), echo_keys);
        assert!(!answer.to_string().contains("redacted"));
        assert!(!format!("{:?}", sandbox.state()).contains(KEY));
    }
}

#[test]
fn models_may_come_without_prices() {
    let config = Config { no_prices: true, ..Config::new(Name::Printags) };
    let sandbox = Sandbox::start(config).unwrap();
    let models = provider(&sandbox, Name::Printags).models().unwrap();
    assert!(models.iter().all(|model| model.prices.is_empty()));
}

#[test]
fn another_token_and_another_path_lead_nowhere() {
    let sandbox = sandbox(Name::Printags);
    let stranger = http_with(&sandbox, Name::Printags, "sk_test_sandbox_0001");
    assert_eq!(refusal(stranger.call(&post(&order("A", 1)))).0, 401);
    let http = http(&sandbox, Name::Printags);
    for path in [&["accounts", "other", "orders", "find"][..], &["accounts", "@me", "x"], &["x"]] {
        let get = Raw(Request::new(Method::Get, path.iter().copied()));
        assert_eq!(refusal(http.call(&get)).0, 404, "{path:?}");
    }
    let get = Raw(Request::new(Method::Get, ["accounts", "@me", "orders", "none"]));
    assert_eq!(refusal(http.call(&get)).0, 404);
    assert!(sandbox.state().orders.is_empty());
}

#[test]
fn what_a_printer_does_not_offer_is_not_asked_for() {
    let sandbox = sandbox(Name::Printags);
    let provider = provider(&sandbox, Name::Printags);
    assert!(matches!(provider.cancel("x"), Err(CallError::NotOffered { .. })));
    assert!(sandbox.state().requests.is_empty());
}
