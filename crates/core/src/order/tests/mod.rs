mod build;
mod check;
mod json;
mod leaks;
mod seed;

use super::*;
use serde_json::{Value, json};

/// The printer's own example.
fn seed_text() -> String {
    let path =
        tapsmith_testkit::vectors::folder().join("orders/printags-create-order.request.json");
    std::fs::read_to_string(path).unwrap()
}

fn seed() -> Value {
    serde_json::from_str(&seed_text()).unwrap()
}

const RECORD: &str = "/products/0/nfc/dynamic/records";

/// The seed's two keys, in hex.
fn seed_keys() -> [String; 2] {
    ["publicKey", "privateKey"]
        .map(|name| seed().pointer(RECORD).unwrap()[name].as_str().unwrap().to_owned())
}

/// The seed with all that the check has to say against it set right.
fn good() -> Value {
    let mut order = seed();
    order["isDraft"] = json!(true);
    order["shipTo"]["servicePoint"]["country"] = json!("FR");
    order.as_object_mut().unwrap().remove("groups");
    let line = &mut order["products"][0];
    line["modelId"] = json!("ntag424_pvccard_white");
    line["printingVisuals"].as_array_mut().unwrap().pop();
    line["nfc"]["type"] = json!("dynamic");
    order
}

fn read(order: &Value) -> Order {
    Order::from_json(&order.to_string()).unwrap()
}

/// `order` with the value at the JSON pointer `at` put there, or taken away.
fn with(order: &Value, at: &str, value: Option<Value>) -> Value {
    let mut order = order.clone();
    let (parent, name) = at.rsplit_once('/').unwrap();
    let parent = order.pointer_mut(parent).unwrap();
    match (value, name.parse::<usize>()) {
        (Some(value), Ok(index)) => parent[index] = value,
        (Some(value), Err(_)) => parent[name] = value,
        (None, _) => drop(parent.as_object_mut().unwrap().remove(name).unwrap()),
    }
    order
}

/// What goes to the printer.
fn revealed(order: &Order) -> Value {
    serde_json::from_slice(&order.reveal().to_json().unwrap()).unwrap()
}
