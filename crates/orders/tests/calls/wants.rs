//! What an order asks for, line by line: equal lines are one.

use serde_json::{Value, json};
use tapsmith_orders::{Name, Wants};

use crate::vectors;

fn printags(products: &Value) -> Wants {
    let order = json!({"carrierServiceId": "lpf_standard", "products": products});
    Name::Printags.read(&order.to_string()).unwrap().wants()
}

fn line(model: &str, quantity: u32) -> Value {
    json!({"modelId": model, "quantity": quantity})
}

#[test]
fn equal_lines_are_one() {
    let mut dynamic = line("ntag424_pvccard_white", 1);
    dynamic["nfc"] = json!({"type": "dynamic", "dynamic": {}});
    let lines = [dynamic.clone(), line("plain", 3), dynamic.clone(), line("plain", 4), dynamic];
    let wants = printags(&json!(lines));
    let seen: Vec<_> = wants
        .lines
        .iter()
        .map(|line| (line.path.as_str(), line.model.as_str(), line.quantity))
        .collect();
    assert_eq!(seen, [("products[0]", "ntag424_pvccard_white", 3), ("products[1]", "plain", 7)]);
    assert_eq!(wants.carrier.as_deref(), Some("lpf_standard"));
}

/// Each thing that costs something of its own tells two lines apart.
#[test]
fn lines_that_differ_are_two() {
    for (field, value) in [
        ("modelId", json!("other")),
        ("packagingId", json!("aluminum_protection")),
        ("printingVisuals", json!(["1"])),
        ("nfc", json!({"type": "uri"})),
        ("nfc", json!({"dynamic": {}})),
    ] {
        let mut other = line("plain", 1);
        other[field] = value;
        assert_eq!(printags(&json!([line("plain", 1), other])).lines.len(), 2, "{field}");
    }
    // What costs the same does not, nor does a chip that stays empty.
    let mut other = line("plain", 1);
    other["metadata"] = json!({"internalId": "1"});
    other["nfc"] = json!({"type": "empty"});
    assert_eq!(printags(&json!([line("plain", 1), other])).lines.len(), 1);
}

#[test]
fn so_are_those_of_merchrocket() {
    let item = |variant: &str| json!({"variantId": variant, "quantity": 2});
    let order = json!({
        "externalId": "YOW-1", "shipping": "STANDARD",
        "recipient": {"countryCode": "US", "zip": "94102"},
        "orderItems": [item("mug"), item("puzzle"), item("mug")],
    });
    let wants = Name::Merchrocket.read(&order.to_string()).unwrap().wants();
    let seen: Vec<_> = wants.lines.iter().map(|line| (line.path.as_str(), line.quantity)).collect();
    assert_eq!(seen, [("orderItems[0]", 4), ("orderItems[1]", 2)]);
    assert_eq!((wants.country.as_deref(), wants.postcode.as_deref()), (Some("US"), Some("94102")));
}

#[test]
fn what_the_seed_asks_for() {
    let text = vectors::text("orders/printags-create-order.request.json");
    let order = Name::Printags.read(&text).unwrap();
    let wants = order.wants();
    assert_eq!(wants.lines.len(), 1);
    let line = &wants.lines[0];
    assert_eq!((line.model.as_str(), line.quantity), ("pvccard_white", 2));
    assert!(line.is_printed && line.is_encoded && line.has_record);
    assert_eq!(line.packaging.as_deref(), Some("aluminum_protection"));
    assert_eq!((order.count(), order.is_draft()), (2, false));
}
