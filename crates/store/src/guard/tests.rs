use std::convert::Infallible;

use serde_json::Value as Json;

use super::key::hmac;
use super::*;
use crate::rows::{BATCHES, HISTORY, ORDERS};
use crate::seal::{SealingKey, VaultId};

/// Made by another implementation: format 1 never changes.
fn case() -> Json {
    serde_json::from_str(include_str!("../../tests/vectors/format_1.json")).unwrap()
}

fn bytes(case: &Json, at: &str) -> Vec<u8> {
    hex::decode(case.pointer(at).unwrap().as_str().unwrap()).unwrap()
}

fn values(case: &Json, at: &str) -> Vec<Value> {
    let values = case.pointer(at).unwrap().as_array().unwrap().iter();
    let value = |value: &Json| match value {
        Json::Null => Value::Null,
        Json::Number(number) => Value::Integer(number.as_i64().unwrap()),
        Json::String(text) => Value::Text(text.clone()),
        blob => Value::Blob(bytes(blob, "/blob")),
    };
    values.map(value).collect()
}

fn keys(case: &Json) -> GuardKeys {
    let vault = VaultId(bytes(case, "/vault_id").try_into().unwrap());
    let data_key = SealingKey::init_with(vault, |key| {
        key.copy_from_slice(&bytes(case, "/secrets/data_key"));
        Ok::<_, Infallible>(())
    });
    GuardKeys::of(&data_key.unwrap())
}

#[test]
fn a_row_has_the_digest_and_the_mac_of_format_1() {
    let case = case();
    let (stored, mac) = stored(&keys(&case), &BATCHES, values(&case, "/row/values"));
    let [values @ .., Value::Blob(digest), Value::Blob(stored_mac)] = &stored[..] else { panic!() };
    assert_eq!(BATCHES.canonical(values), bytes(&case, "/row/canonical"));
    assert_eq!(*digest, bytes(&case, "/row/digest"));
    assert_eq!(*stored_mac, bytes(&case, "/row/mac"));
    assert_eq!(mac, keys(&case).share(stored_mac.as_slice().try_into().unwrap()));
    let (row, _) = keys(&case).check(&BATCHES, &stored).unwrap();
    assert_eq!(row.canonical(), bytes(&case, "/row/canonical"));
}

#[test]
fn an_order_has_the_digest_and_the_mac_of_format_2() {
    let text = include_str!("../../tests/vectors/format_2.json");
    let case: Json = serde_json::from_str(text).unwrap();
    let (stored, _) = stored(&keys(&self::case()), &ORDERS, values(&case, "/row/values"));
    let [values @ .., Value::Blob(digest), Value::Blob(mac)] = &stored[..] else { panic!() };
    assert_eq!(ORDERS.canonical(values), bytes(&case, "/row/canonical"));
    assert_eq!((digest, mac), (&bytes(&case, "/row/digest"), &bytes(&case, "/row/mac")));
}

#[test]
fn a_link_is_that_of_format_1() {
    let case = case();
    let canonical = HISTORY.canonical(&values(&case, "/link/values"));
    assert_eq!(canonical, bytes(&case, "/link/canonical"));
    let before = bytes(&case, "/link/before").try_into().unwrap();
    assert_eq!(keys(&case).link(&before, &canonical).as_slice(), bytes(&case, "/link/link"));
}

#[test]
fn the_keys_are_made_as_format_1_says() {
    let case = case();
    let [rows, history] = ["/guard_keys/rows", "/guard_keys/history"].map(|at| bytes(&case, at));
    assert_eq!(keys(&case).row(b"any"), hmac(&rows, &[b"any"]));
    assert_eq!(keys(&case).link(&[0; 32], b"any"), hmac(&history, &[&[0; 32], b"any"]));
}
