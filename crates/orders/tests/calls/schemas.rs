//! The JSON Schemas of what is sent, judged by a validator that is not ours.

use jsonschema::Validator;
use serde_json::{Value, json};
use tapsmith_core::batch::{Batch, BatchId, KeyScheme, RecordRange};
use tapsmith_core::key::AesKey;
use tapsmith_core::order::{Order, OrderTemplate, RecordKeys, build};
use tapsmith_core::profile::Profile;
use tapsmith_core::record::RecordId;
use tapsmith_orders::schema;
use uuid::Uuid;

use crate::vectors::{json, pointers, with};

const PRINTAGS: &str = "orders/printags-create-order.request";
const MERCHROCKET: &str = "orders/merchrocket-reprint.request";
const RATES: &str = "orders/printags-rates.request";

fn printags() -> Validator {
    jsonschema::validator_for(schema::printags_order().as_value()).unwrap()
}

fn merchrocket() -> Validator {
    jsonschema::validator_for(schema::merchrocket_order().as_value()).unwrap()
}

fn rates() -> Validator {
    jsonschema::validator_for(schema::printags_rates().as_value()).unwrap()
}

/// The files in `docs/` are what the types say. `WRITE_SCHEMAS=1` in the environment writes them.
#[test]
fn the_schemas_in_the_documentation_are_current() {
    let docs = tapsmith_testkit::vectors::folder().join("../../docs");
    for (name, schema) in [
        ("printags-order", schema::printags_order()),
        ("printags-rates", schema::printags_rates()),
        ("merchrocket-order", schema::merchrocket_order()),
    ] {
        let path = docs.join(format!("{name}.schema.json"));
        let current = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("WRITE_SCHEMAS").is_some() {
            std::fs::write(&path, &current).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written, current, "{} is not current: see this test", path.display());
    }
}

#[test]
fn what_the_pages_show_validates() {
    for (validator, file) in
        [(printags(), PRINTAGS), (merchrocket(), MERCHROCKET), (rates(), RATES)]
    {
        validator.validate(&json(file)).unwrap();
    }
}

/// Each field of the examples, and each item of their lists, as each other kind of thing.
#[test]
fn a_known_field_of_another_type_does_not() {
    for (validator, file, least) in
        [(printags(), PRINTAGS, 50), (merchrocket(), MERCHROCKET, 35), (rates(), RATES, 7)]
    {
        let example = json(file);
        let known: Vec<String> =
            pointers(&example).into_iter().filter(|at| !is_the_customers_own(at)).collect();
        assert!(known.len() >= least, "only {} fields of {file}", known.len());
        for at in known {
            for other in others(example.pointer(&at).unwrap()) {
                let wrong = with(&example, &at, other.clone());
                assert!(!validator.is_valid(&wrong), "{file} validates with {other} at {at}");
            }
        }
    }
}

/// What stands in a line's `metadata` is any JSON.
fn is_the_customers_own(at: &str) -> bool {
    at.contains("/metadata/")
}

/// One of each type that `value` has not.
fn others(value: &Value) -> Vec<Value> {
    let kind = std::mem::discriminant(value);
    let all = [json!(null), json!(true), json!(7), json!("seven"), json!([]), json!({})];
    all.into_iter().filter(|other| std::mem::discriminant(other) != kind).collect()
}

#[test]
fn numbers_are_of_their_kind_and_keys_of_their_length() {
    let record = "/products/0/nfc/dynamic/records";
    for (at, value) in [
        ("/products/0/quantity".to_owned(), json!(1.5)),
        ("/products/0/quantity".to_owned(), json!(-1)),
        (format!("{record}/recordId"), json!(0)),
        (format!("{record}/recordId"), json!(1_u64 << 53)),
        (format!("{record}/recordId"), json!("1")),
        (format!("{record}/publicKey"), json!("B5ADF942C642D16B2803CA672F47D1")),
        (format!("{record}/publicKey"), json!("B5ADF942C642D16B2803CA672F47D11DB5")),
        (format!("{record}/privateKey"), json!("82F87EB3F693B84BCC154A0373363A6G")),
    ] {
        assert!(
            !printags().is_valid(&with(&json(PRINTAGS), &at, value.clone())),
            "{value} at {at}"
        );
    }
}

#[test]
fn a_field_that_nobody_knows_validates_everywhere() {
    for (validator, file) in [(printags(), PRINTAGS), (merchrocket(), MERCHROCKET)] {
        let example = json(file);
        for at in pointers(&example).into_iter().chain([String::new()]) {
            let mut more = example.clone();
            if let Some(Value::Object(fields)) = more.pointer_mut(&at) {
                fields.insert("later".to_owned(), json!([1, null, {"a": "b"}]));
                validator.validate(&more).unwrap();
            }
        }
    }
}

/// A template's line stands for each of three cards.
fn built() -> Order {
    let mut template = json(PRINTAGS);
    template.as_object_mut().unwrap().remove("groups");
    let template = OrderTemplate::from_json(&template.to_string()).unwrap();
    let batch = Batch {
        id: BatchId(Uuid::nil()),
        name: "first-batch".parse().unwrap(),
        records: RecordRange::new(RecordId::MIN, 3).unwrap(),
        base_url: "https://example.com/{record}".to_owned(),
        keys: KeyScheme::Derived,
        profile: Profile::shipped("sun-aes").unwrap(),
    };
    let key = |byte: u8| AesKey::init_with(|bytes| *bytes = [byte; 16]);
    let keys = (1..=3_u8).map(|number| RecordKeys {
        record: u64::from(number).try_into().unwrap(),
        public_key: key(number),
        private_key: key(0x80 | number),
    });
    build(&template, &batch, keys, "first-batch-0001".to_owned())
}

#[test]
fn what_is_built_validates_and_its_receipt_does_not() {
    let order = built();
    let sent: Value = serde_json::from_slice(&order.reveal().to_json().unwrap()).unwrap();
    assert_eq!(sent.pointer("/products").unwrap().as_array().unwrap().len(), 3);
    printags().validate(&sent).unwrap();
    let receipt = serde_json::to_value(&order).unwrap();
    let error = printags().validate(&receipt).unwrap_err();
    assert!(error.instance_path().to_string().ends_with("Key"), "{}", error.instance_path());
}
