//! The pages' examples of answers, value for value: what is read says the same when it is written.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tapsmith_core::secret::REDACTED;
use tapsmith_orders::{Call, Money, merchrocket, printags};

use crate::vectors;

/// Reads `file` as a `T`, which says the same.
#[track_caller]
fn keeps<T: Serialize + DeserializeOwned>(file: &str) -> T {
    let text = vectors::text(&format!("{file}.json"));
    let read: T = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), vectors::json(file), "{file}");
    read
}

/// An amount, as a page writes it.
fn money(text: &str) -> Money {
    text.parse().unwrap()
}

#[test]
fn printags_account() {
    let file = "orders/printags-account.response";
    let account = keeps::<printags::AccountAnswer>(file).account;
    assert_eq!(account.balance, Some(money("100.50")));
    assert_eq!(account.minimal_balance, Some(Money::ZERO));
    assert_eq!(account.other["subscription_plan"]["price"], json!(49.99));
    let call = printags::GetAccount { id: printags::ME.to_owned() };
    assert_eq!(call.read(&vectors::answer(file)), Ok(account));
}

#[test]
fn printags_created() {
    let file = "orders/printags-create-order.response";
    let created: printags::Created = keeps(file);
    assert_eq!(created.id(), Some("987e6543-e21a-11d4-a789-0242ac120002"));
    let call = printags::CreateOrder { account: "@me".to_owned(), order: bytes::Bytes::new() };
    assert_eq!(call.read(&vectors::answer(file)).as_deref(), Ok(created.id().unwrap()));
}

/// Unknown fields may hold keys: they are kept, and written as `[redacted]`.
#[test]
fn printags_order() {
    let file = "orders/printags-order.response";
    let documented = vectors::json(file);
    let read: printags::OrderAnswer = serde_json::from_value(documented.clone()).unwrap();
    let mut written = serde_json::to_value(&read).unwrap();
    assert_eq!(written["order"]["product_groups"], json!(REDACTED));
    let hidden = read.order.other.fields();
    written["order"].as_object_mut().unwrap().extend(hidden.clone());
    assert_eq!(written, documented);
    assert_eq!(hidden.len(), 1);

    let order = &read.order;
    assert_eq!(order.status.as_deref(), Some("created"));
    assert_eq!(order.status_history.as_ref().unwrap()[0].status, "created");
    let parcel = &order.shippings.as_ref().unwrap()[0];
    assert_eq!(parcel.tracking_number.as_deref(), Some("1Z999AA10123456784"));
    let call = printags::GetOrder { account: "@me".to_owned(), id: order.id.clone() };
    assert_eq!(call.read(&vectors::answer(file)).as_ref(), Ok(order));
}

#[test]
fn printags_orders_found() {
    let mut order = vectors::json("orders/printags-order.response")["order"].take();
    order.as_object_mut().unwrap().remove("product_groups");
    let documented = json!({"success": true, "orders": [order], "more": null});
    let found: printags::Found = serde_json::from_value(documented.clone()).unwrap();
    assert_eq!(serde_json::to_value(&found).unwrap(), documented);
}

/// The page's sums do not add up, and nothing here minds.
#[test]
fn printags_validated() {
    let validated: printags::ValidateAnswer = keeps("orders/printags-validate.response");
    let prices = validated.prices.unwrap();
    assert_eq!(prices.total, Some(money("50.99")));
    assert_eq!(prices.shipping.unwrap().price, Some(money("5.99")));
    let product = &prices.products.unwrap()[0];
    assert_eq!((product.price, product.unit_price), (Some(money("4.49")), Some(money("4.49"))));
    assert_eq!(product.other["charges"]["encoding"], json!(5));
}

#[test]
fn printags_uploaded() {
    let file = "orders/printags-upload.response";
    let uploaded: printags::UploadAnswer = keeps(file);
    assert_eq!(uploaded.files.file.id, "0806a77d-8007-4cfc-86a7-7d80079cfc8f");
}

#[test]
fn printags_models() {
    let file = "orders/printags-models.response";
    keeps::<printags::ModelsAnswer>(file);
    let models = printags::GetModels.read(&vectors::answer(file)).unwrap();
    assert_eq!(models[0].id, "ntag424_pvccard_white");
    assert_eq!(models[0].can_be_encoded, Some(true));
    assert_eq!(models[0].other["size"]["weight"], json!(6));
}

#[test]
fn printags_rates() {
    keeps::<printags::RatesRequest>("orders/printags-rates.request");
    let file = "orders/printags-rates.response";
    keeps::<printags::RatesAnswer>(file);
    let request: printags::RatesRequest =
        serde_json::from_value(vectors::json("orders/printags-rates.request")).unwrap();
    let rates = printags::GetRates(request).read(&vectors::answer(file)).unwrap();
    assert_eq!(rates.len(), 1);
    assert_eq!(rates[0].id.as_deref(), Some("lpf_standard"));
    assert_eq!(rates[0].price, money("5.99"));
}

#[test]
fn printags_statuses() {
    let file = "orders/printags-statuses.response";
    keeps::<printags::StatusesAnswer>(file);
    let statuses = printags::GetStatuses.read(&vectors::answer(file)).unwrap();
    assert_eq!(statuses.len(), 20);
    assert_eq!(statuses[2].0, "in_queue");
}

#[test]
fn merchrocket_reprint() {
    let file = "orders/merchrocket-reprint.response";
    let order: merchrocket::OrderBody = keeps(file);
    assert_eq!(order.status.as_deref(), Some("draft"));
    let association = &order.associations.as_ref().unwrap()[0];
    assert_eq!(association.kind, "reprint");
    assert_eq!(association.source.as_ref().unwrap().external_id.as_deref(), Some("TCS-5442223218"));
    let call = merchrocket::GetOrder { id: order.id.clone() };
    assert_eq!(call.read(&vectors::answer(file)), Ok(order));
}

#[test]
fn merchrocket_orders() {
    let file = "orders/merchrocket-orders.response";
    let page: merchrocket::Page = keeps(file);
    assert_eq!(page.members.len(), 1);
    assert!(page.next().is_some());
}

/// What a person writes is sent as it was written, name for name and in the same order.
#[test]
fn merchrocket_requests() {
    for file in ["orders/merchrocket-reprint.request", "orders/merchrocket-advanced.request"] {
        let order: merchrocket::NewOrder = keeps(file);
        let text = serde_json::to_string(&order).unwrap();
        let documented: Value =
            serde_json::from_str(&vectors::text(&format!("{file}.json"))).unwrap();
        assert_eq!(text, documented.to_string());
    }
}
