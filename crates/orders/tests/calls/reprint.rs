//! An order for Merchrocket: what is said against it, rule by rule, before anything is sent.

use serde_json::{Value, json};
use tapsmith_orders::merchrocket::NewOrder;
use tapsmith_orders::{Finding, Name, Payload as _};

use crate::vectors;

/// The page's own example, with the one thing set right that is said against it.
fn good() -> Value {
    let mut order = vectors::json("orders/merchrocket-reprint.request");
    let placement = order.pointer_mut("/orderItems/0/placements/0").unwrap();
    let options = placement.as_object_mut().unwrap().remove("placement_options").unwrap();
    placement["placementOptions"] = options;
    order
}

fn found(order: &Value) -> Vec<Finding> {
    Name::Merchrocket.read(&order.to_string()).unwrap().check()
}

/// `good()` with `value` at `at`, or without it; the findings as `severity path reason`.
fn against(at: &str, value: Option<Value>) -> Vec<String> {
    let mut order = good();
    let (parent, name) = at.rsplit_once('/').unwrap();
    let parent = order.pointer_mut(parent).unwrap();
    match value {
        Some(value) => parent[name] = value,
        None => drop(parent.as_object_mut().unwrap().remove(name)),
    }
    let word = |finding: &Finding| if finding.is_error() { "error" } else { "warning" };
    let found = found(&order);
    found.iter().map(|one| format!("{} {} {}", word(one), one.path, one.reason)).collect()
}

#[test]
fn the_example_is_good_but_for_the_name_that_its_answer_lost() {
    assert_eq!(found(&good()), []);
    let found = found(&vectors::json("orders/merchrocket-reprint.request"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "orderItems[0].placements[0].placement_options");
    assert!(!found[0].is_error());
    assert!(found[0].to_string().contains("placementOptions"), "{}", found[0]);
}

#[test]
fn what_is_needed() {
    for (at, path) in [
        ("/externalId", "externalId"),
        ("/recipient", "recipient"),
        ("/recipient/name", "recipient.name"),
        ("/recipient/address1", "recipient.address1"),
        ("/recipient/city", "recipient.city"),
        ("/recipient/countryCode", "recipient.countryCode"),
        ("/recipient/zip", "recipient.zip"),
        ("/orderItems/0/quantity", "orderItems[0].quantity"),
        ("/orderItems/0/variantId", "orderItems[0].variantId"),
        ("/actions/0/source", "actions[0].source"),
    ] {
        assert_eq!(against(at, None), [format!("error {path} missing")]);
    }
    for at in ["/externalId", "/recipient/zip", "/recipient/name", "/orderItems/0/variantId"] {
        assert_eq!(against(at, Some(json!(""))).len(), 1, "{at}");
    }
    assert_eq!(against("/recipient/city", Some(json!(" "))), ["error recipient.city missing"]);
    assert_eq!(against("/actions/0/source", Some(json!("@"))), ["error actions[0].source missing"]);
    for (at, none) in [("/orderItems", None), ("/orderItems", Some(json!([])))] {
        assert_eq!(against(at, none), ["error orderItems no_lines"]);
    }
}

#[test]
fn what_need_not_be_there() {
    for at in ["/actions", "/shipping", "/recipient/email", "/recipient/company"] {
        assert_eq!(against(at, None), [""; 0], "{at}");
    }
    assert_eq!(against("/orderItems/0/placements", None), [""; 0]);
}

#[test]
fn a_name_of_ours() {
    let longest = "a".repeat(63);
    for good in ["a", "A-1_b", longest.as_str()] {
        assert_eq!(against("/externalId", Some(json!(good))), [""; 0], "{good}");
    }
    for bad in [format!("{longest}a"), "a b".into(), "@a".into(), "a/b".into(), "é".into()] {
        let found = against("/externalId", Some(json!(bad)));
        assert_eq!(found, ["error externalId external_id"], "{bad}");
    }
}

#[test]
fn a_country_is_two_letters() {
    for bad in ["us", "USA", "U", "U1", "ÉÉ"] {
        let found = against("/recipient/countryCode", Some(json!(bad)));
        assert_eq!(found, ["error recipient.countryCode country_code"], "{bad}");
    }
}

#[test]
fn single_rules() {
    for (at, value, found) in [
        ("/orderItems/0/quantity", json!(0), "error orderItems[0].quantity zero_quantity"),
        ("/actions/0/type", json!("gift"), "warning actions[0].type unknown_type"),
        ("/recipient/email", json!("alex"), "warning recipient.email email"),
    ] {
        assert_eq!(against(at, Some(value)), [found]);
    }
}

#[test]
fn a_layer_is_somewhere_to_be_fetched_from() {
    let at = "/orderItems/0/placements/0/layers/0/url";
    let error = "error orderItems[0].placements[0].layers[0].url not_a_url";
    assert_eq!(against(at, None), [error]);
    for bad in ["front.pdf", "/front.pdf", "mailto:me@example.com", ""] {
        assert_eq!(against(at, Some(json!(bad))), [error], "{bad}");
    }
}

/// Whatever carries keys at Printags carries none here, however deep.
#[test]
fn a_key_is_an_error_wherever_it_stands() {
    let key = "B5ADF942C642D16B2803CA672F47D11D";
    for name in ["publicKey", "privateKey", "nfc"] {
        for (at, path) in [
            ("", ""),
            ("/recipient", "recipient."),
            ("/actions/0", "actions[0]."),
            ("/orderItems/0", "orderItems[0]."),
            ("/orderItems/0/placements/0", "orderItems[0].placements[0]."),
            ("/orderItems/0/placements/0/layers/0", "orderItems[0].placements[0].layers[0]."),
        ] {
            let found = against(&format!("{at}/{name}"), Some(json!(key)));
            assert_eq!(found, [format!("error {path}{name} keys")]);
            let deep = json!([1, {"a": [{"b": {name: key}}]}]);
            let found = against(&format!("{at}/metadata"), Some(deep));
            assert_eq!(found, [format!("error {path}metadata[1].a[0].b.{name} keys")]);
        }
    }
    // The key itself is said nowhere.
    let mut order = good();
    order["metadata"] = json!({"publicKey": key});
    assert!(!format!("{:?}", found(&order)).contains(key));
}

#[test]
fn a_file_says_whose_order_it_is() {
    let merchrocket = vectors::text("orders/merchrocket-reprint.request.json");
    let printags = vectors::text("orders/printags-create-order.request.json");
    assert_eq!(Name::of_order(&merchrocket), Name::Merchrocket);
    assert_eq!(Name::of_order(&format!("\u{FEFF}{merchrocket}")), Name::Merchrocket);
    assert!(Name::Merchrocket.read(&format!("\u{FEFF}{merchrocket}")).is_ok());
    for text in [printags.as_str(), "", "[]", "{", "{}"] {
        assert_eq!(Name::of_order(text), Name::Printags, "{text}");
    }
}

#[test]
fn a_bad_file_is_said_where() {
    let text = "{\n \"orderItems\": [{\"quantity\": \"B5ADF942C642D16B2803CA672F47D11D\"}]\n}";
    let error = Name::Merchrocket.read(text).unwrap_err().to_string();
    assert!(error.starts_with("line 2, column"), "{error}");
    assert!(error.contains("at orderItems[0].quantity"), "{error}");
    assert!(!error.contains("B5AD"), "{error}");
    assert!(Name::Merchrocket.read("{} {}").is_err());
}

#[test]
fn an_order_becomes_a_reprint() {
    let order: NewOrder = serde_json::from_value(good()).unwrap();
    let id = "018f80ad-7ce4-71ef-a71a-146e3b7e16f7";
    for (source, written) in [(id, id), ("TCS-1", "@TCS-1"), ("018f80ad", "@018f80ad")] {
        let reprint = order.clone().reprint_of(source);
        let actions = reprint.actions.as_deref().unwrap();
        assert_eq!(actions.len(), 1, "the reprint of another order is replaced");
        assert_eq!(actions[0].source.as_deref(), Some(written));
        assert_eq!(reprint.check(), []);
    }
}
