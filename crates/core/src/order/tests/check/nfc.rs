use super::*;
use crate::record::RecordId;

#[test]
fn types_that_say_something_else() {
    let path = "products[0].nfc.type";
    let at = format!("{LINE}/nfc/type");
    for kind in [NfcType::Empty, NfcType::Uri, NfcType::Text] {
        let problem = Problem::Contradiction { kind: kind.clone(), field: "dynamic" };
        says(&at, Some(json!(kind)), Warning, path, problem);
    }
    let empty = |content: bool| {
        if content { json!({"type": "empty", "content": "x"}) } else { json!({"type": "empty"}) }
    };
    let problem = Problem::Contradiction { kind: NfcType::Empty, field: "content" };
    says(&format!("{LINE}/nfc"), Some(empty(true)), Warning, path, problem);
    silent(&format!("{LINE}/nfc"), Some(empty(false)));
    let problem = Problem::UnknownType { kind: "vcard".to_owned() };
    says(&at, Some(json!("vcard")), Warning, path, problem);
}

#[test]
fn base_urls() {
    let at = format!("{LINE}/nfc/dynamic/baseUrl");
    for bad in ["example.com", "https://", "mailto:a@example.com", "/c"] {
        says(&at, Some(json!(bad)), Error, "products[0].nfc.dynamic.baseUrl", Problem::NotUrl);
    }
}

const KEYS: &str = "products[0].nfc.dynamic.records";

#[test]
fn keys_of_one_record() {
    let zeros = json!("0".repeat(32));
    for name in ["publicKey", "privateKey"] {
        let at = format!("{RECORD}/{name}");
        says(&at, Some(zeros.clone()), Error, &format!("{KEYS}.{name}"), Problem::FactoryKey);
    }
    let public = good().pointer(&format!("{RECORD}/publicKey")).cloned();
    let at = format!("{RECORD}/privateKey");
    says(&at, public, Warning, &format!("{KEYS}.privateKey"), Problem::EqualKeys);
}

/// The good order with a second line whose record is another, but for what `change` makes of it.
fn two_lines(change: impl Fn(&mut Value, &Value)) -> Value {
    let mut order = good();
    let mut line = order["products"][0].clone();
    let first = line["nfc"]["dynamic"]["records"].clone();
    let second = &mut line["nfc"]["dynamic"]["records"];
    *second = json!({"recordId": 2, "publicKey": "1".repeat(32), "privateKey": "2".repeat(32)});
    change(second, &first);
    order["products"].as_array_mut().unwrap().push(line);
    order
}

#[test]
fn a_record_and_its_keys_stand_in_one_line() {
    assert_eq!(found(&two_lines(|_, _| ())), []);
    let path = |name: &str| format!("products[1].nfc.dynamic.records.{name}");
    let first = "products[0]".to_owned();
    let twice = found(&two_lines(|second, first| second["recordId"] = first["recordId"].clone()));
    let record = RecordId::MIN;
    let problem = Problem::SameRecord { record, first: first.clone() };
    assert_eq!(twice, [(Error, path("recordId"), problem)]);
    for (theirs, ours) in [
        ("publicKey", "publicKey"),
        ("privateKey", "publicKey"),
        ("publicKey", "privateKey"),
        ("privateKey", "privateKey"),
    ] {
        let twice = found(&two_lines(|second, first| second[ours] = first[theirs].clone()));
        assert_eq!(twice, [(Error, path(ours), Problem::SameKey { first: first.clone() })]);
    }
}

/// The worst order of 10,000 lines: every line repeats the first. Slow only if a line looks back
/// over all others.
#[test]
fn ten_thousand_lines_are_checked_in_one_pass() {
    let mut order = read(&good());
    let lines = order.products.as_mut().unwrap();
    *lines = vec![lines.first().unwrap().clone(); 10_000];
    assert_eq!(check(&order).len(), 9_999 * 3);
}
