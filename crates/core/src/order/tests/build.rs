//! From a template to an order.

use super::*;
use crate::batch::{Batch, BatchId, KeyScheme, RecordRange};
use crate::key::AesKey;
use crate::profile::Profile;
use crate::record::RecordId;
use proptest::prelude::*;
use uuid::Uuid;

fn batch(base_url: &str) -> Batch {
    Batch {
        id: BatchId(Uuid::nil()),
        name: "first-batch".parse().unwrap(),
        records: RecordRange::new(RecordId::MIN, 3).unwrap(),
        base_url: base_url.to_owned(),
        keys: KeyScheme::Derived,
        profile: Profile::shipped("sun-aes").unwrap(),
    }
}

fn template(order: &Value) -> Result<OrderTemplate, OrderTemplateError> {
    OrderTemplate::from_json(&order.to_string())
}

/// The seed with one list, and without what only an order holds.
fn seed_template(list: &str) -> Value {
    let other = if list == "products" { "/groups" } else { "/products" };
    let order = with(&seed(), other, None);
    with(&order, &format!("/{list}/0/nfc/dynamic"), None)
}

/// The order number `number` of the batch.
fn build(
    template: &OrderTemplate,
    batch: &Batch,
    records: impl IntoIterator<Item = RecordKeys>,
    number: u32,
) -> Order {
    super::build(template, batch, records, reference(template, batch, number))
}

fn seed_record() -> RecordKeys {
    let [public_key, private_key] = seed_keys().map(|key| AesKey::from_hex(&key).unwrap());
    RecordKeys { record: RecordId::MIN, public_key, private_key }
}

fn records(count: u8) -> Vec<RecordKeys> {
    let key = |role, record| AesKey::init_with(|bytes| *bytes = [role ^ record; 16]);
    (1..=count)
        .map(|n| RecordKeys {
            record: u64::from(n).try_into().unwrap(),
            public_key: key(0x00, n),
            private_key: key(0x80, n),
        })
        .collect()
}

/// `order build` can say everything the seed says.
#[test]
fn the_seed_can_be_built() {
    for list in ["products", "groups"] {
        let template = template(&seed_template(list)).unwrap();
        let order = build(&template, &batch("https://example.com"), [seed_record()], 1);
        let other = if list == "products" { "/groups" } else { "/products" };
        let mut expected = with(&seed(), other, None);
        expected["isDraft"] = json!(true);
        expected["reference"] = json!("Order-JeanDupont-2024-0001");
        expected[list][0]["nfc"]["type"] = json!("dynamic");
        assert_eq!(revealed(&order), expected);
    }
}

/// An earlier order is a template as it is, and so is its receipt; neither one's keys come along.
#[test]
fn keys_in_a_template_are_dropped() {
    let order = with(&seed(), "/groups", None);
    let receipt = serde_json::to_value(read(&order)).unwrap();
    let odd = with(&order, &format!("{RECORD}/publicKey"), Some(json!("to be filled in")));
    for text in [order.to_string(), receipt.to_string(), odd.to_string()] {
        let template = OrderTemplate::from_json(&text).unwrap();
        let built = build(&template, &batch("https://example.com"), records(2), 1);
        assert_eq!(built, build(&template, &batch("https://example.com"), records(2), 1));
        let text = revealed(&built).to_string();
        assert!(!seed_keys().iter().any(|key| text.contains(key)), "{text}");
    }
}

#[test]
fn one_line_of_one_card_for_each_record() {
    let bare = with(&with(&good(), "/products/0/nfc", None), "/products/0/quantity", None);
    let template = template(&bare).unwrap();
    let order = build(&template, &batch("https://example.com/c/"), records(3), 12);
    assert_eq!(order.is_draft, Some(true));
    assert_eq!(order.reference.as_deref(), Some("Order-JeanDupont-2024-0012"));
    let lines = order.products.as_ref().unwrap();
    let ids: Vec<_> = lines
        .iter()
        .map(|line| {
            let nfc = line.nfc.as_ref().unwrap();
            let dynamic = nfc.dynamic.as_ref().unwrap();
            assert_eq!((line.quantity, nfc.kind.as_ref()), (Some(1), Some(&NfcType::Dynamic)));
            assert_eq!(dynamic.base_url.as_deref(), Some("https://example.com/c"));
            dynamic.records.as_ref().unwrap().record_id.unwrap().as_u64()
        })
        .collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(super::super::check(&order), []);
}

#[test]
fn unknown_fields_of_the_template_stand_in_every_line() {
    let mut order = good();
    for at in ["", "/shipTo", "/products/0", "/products/0/nfc", "/products/0/nfc/dynamic", RECORD] {
        order = with(&order, &format!("{at}/later"), Some(json!({"at": at})));
    }
    let template = template(&order).unwrap();
    let built = revealed(&build(&template, &batch("https://e.com"), records(2), 1));
    assert_eq!(built.to_string().matches("later").count(), 2 + 2 * 4);
    assert_eq!(built["products"][1]["nfc"]["dynamic"]["records"]["later"]["at"], json!(RECORD));
}

#[test]
fn without_a_reference_the_batch_gives_its_name() {
    for reference in [None, Some(json!(""))] {
        let template = template(&with(&good(), "/reference", reference)).unwrap();
        let order = build(&template, &batch("https://example.com"), records(1), 12_345);
        assert_eq!(order.reference.as_deref(), Some("first-batch-12345"));
    }
}

#[test]
fn a_base_that_is_a_whole_address_is_cut_at_its_first_place() {
    let template = template(&good()).unwrap();
    for (typed, base) in [
        ("https://e.com/t/{record_id}?p={picc}&c={mac}", "https://e.com/t"),
        ("https://e.com/[[{uid}&c={mac}", "https://e.com"),
        ("https://[::1]/", "https://[::1]"),
    ] {
        let order = revealed(&build(&template, &batch(typed), records(1), 1));
        assert_eq!(order["products"][0]["nfc"]["dynamic"]["baseUrl"], json!(base));
    }
}

#[test]
fn a_template_has_exactly_one_line_of_one_card() {
    let line = || good()["products"][0].clone();
    let lines = |count| Some(json!(vec![line(); count]));
    let refused = |order: &Value| template(order).unwrap_err();
    assert_eq!(refused(&seed()), OrderTemplateError::BothLists);
    assert_eq!(refused(&with(&good(), "/products", None)), OrderTemplateError::NoLine);
    assert_eq!(refused(&with(&good(), "/products", lines(0))), OrderTemplateError::NoLine);
    assert_eq!(
        refused(&with(&good(), "/products", lines(2))),
        OrderTemplateError::Lines { list: "products", count: 2 }
    );
    for quantity in [0, 2] {
        let order = with(&seed_template("groups"), "/groups/0/quantity", Some(json!(quantity)));
        let error = refused(&order);
        assert_eq!(error, OrderTemplateError::Quantity { list: "groups", quantity });
        let said = error.to_string();
        assert!(said.starts_with(&format!("groups[0].quantity is {quantity}:")), "{said}");
    }
    assert!(template(&with(&good(), "/products/0/quantity", None)).is_ok());
}

#[test]
fn an_empty_list_beside_the_line_is_left_out() {
    let order = with(&good(), "/groups", Some(json!([])));
    let order = build(&template(&order).unwrap(), &batch("https://e.com"), records(1), 1);
    assert_eq!((order.groups, order.products.map(|lines| lines.len())), (None, Some(1)));
}

#[test]
fn a_template_that_is_no_json_says_where() {
    let error = OrderTemplate::from_json("{\"shipTo\":\n  name}").unwrap_err();
    assert_eq!(error.to_string(), "line 2, column 4, at shipTo: this is not JSON");
}

#[test]
fn the_mapping_is_called_a_guess() {
    let said = unconfirmed_mapping(&Profile::shipped("sun-aes").unwrap());
    assert!(said.contains("meta_read") && said.contains("file_read"), "{said}");
    assert!(said.contains("guess") && !said.contains("  "), "{said}");
}

proptest! {
    /// What is built, revealed, written and read again is what was built.
    #[test]
    fn a_built_order_reads_back(
        keys: Vec<([u8; 16], [u8; 16])>,
        first in 1_u64..=1 << 52,
        reference: Option<String>,
        metadata: std::collections::HashMap<String, Option<i64>>,
        number: u32,
    ) {
        let order = with(&good(), "/reference", Some(json!(reference)));
        let order = with(&order, "/products/0/metadata", Some(json!(metadata)));
        let records = keys.into_iter().zip(first..).map(|((public, private), id)| RecordKeys {
            record: id.try_into().unwrap(),
            public_key: AesKey::init_with(|bytes| *bytes = public),
            private_key: AesKey::init_with(|bytes| *bytes = private),
        });
        let built = build(&template(&order).unwrap(), &batch("https://e.com"), records, number);
        let text = built.reveal().to_json().unwrap();
        prop_assert_eq!(Order::from_json(std::str::from_utf8(&text).unwrap()), Ok(built));
    }
}

/// Cards that sign nothing take an address, a text, or nothing; no key goes with them.
#[test]
fn cards_of_other_chips_are_ordered_without_keys() {
    let template = template(&seed_template("products")).unwrap();
    for (profile, base_url, kind, content) in [
        ("ntag213-url", "https://example.com/c", "uri", Some("https://example.com/c/2")),
        ("classic-url", "https://example.com/c", "uri", Some("https://example.com/c/2")),
        ("ntag213-text", "", "text", Some("Card 2")),
        ("ntag213-empty", "", "empty", None),
    ] {
        let profile = Profile::shipped(profile).unwrap();
        let batch = Batch { profile, ..batch(base_url) };
        let order = build(&template, &batch, records(3), 1);
        let json: Value = serde_json::from_slice(&order.reveal().to_json().unwrap()).unwrap();
        assert_eq!(json.pointer("/products/1/nfc/type").unwrap(), kind);
        assert_eq!(json.pointer("/products/1/nfc/content").and_then(Value::as_str), content);
        assert_eq!(json.pointer("/products/1/nfc/dynamic"), None);
        assert_eq!(json["products"].as_array().unwrap().len(), 3);
        let text = json.to_string().to_uppercase();
        assert!(!text.contains("02020202") && !text.contains("82828282"), "{text}");
    }
}
