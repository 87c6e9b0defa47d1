use super::*;
use crate::order::check_profile;
use crate::profile::Chip;
use crate::profile::Profile;
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
    for (theirs, ours) in
        [("privateKey", "publicKey"), ("publicKey", "privateKey"), ("privateKey", "privateKey")]
    {
        let twice = found(&two_lines(|second, first| second[ours] = first[theirs].clone()));
        assert_eq!(twice, [(Error, path(ours), Problem::SameKey { first: first.clone() })]);
    }
}

/// A `publicKey` that all lines have may be the batch's. One that only some have is an error, and so is any
/// `privateKey`.
#[test]
fn a_public_key_of_all_lines_may_be_shared() {
    let mut order = two_lines(|second, first| second["publicKey"] = first["publicKey"].clone());
    assert_eq!(found(&order), [(Warning, "products".to_owned(), Problem::SharedKey)]);
    let mut third = order["products"][0].clone();
    let keys = &mut third["nfc"]["dynamic"]["records"];
    *keys = json!({"recordId": 3, "publicKey": "3".repeat(32), "privateKey": "4".repeat(32)});
    order["products"].as_array_mut().unwrap().push(third);
    let path = |name: &str| format!("products[1].nfc.dynamic.records.{name}");
    let problem = || Problem::SameKey { first: "products[0]".to_owned() };
    assert_eq!(found(&order), [(Error, path("publicKey"), problem())]);
    let order = two_lines(|second, first| second["privateKey"] = first["privateKey"].clone());
    assert_eq!(found(&order), [(Error, path("privateKey"), problem())]);
}

#[test]
fn a_loop_needs_a_model_that_has_one() {
    let order = |model: &str| read(&with(&good(), "/products/0/modelId", Some(json!(model))));
    for (model, chip, fine) in [
        ("ntag424_pvccard_white", Chip::Ntag424, true),
        ("ntag424_pvccard_white", Chip::Ntag424tt, false),
        ("somebody_elses", Chip::Ntag424tt, true),
        ("ntag213_pvccard_white", Chip::Ntag213, true),
        ("ntag213_pvccard_white", Chip::Ntag215, false),
        ("mifare1k_pvccard_white", Chip::Classic1k, true),
        ("mifare1k_pvccard_white", Chip::Ntag213, false),
        ("ntag424_pvccard_white", Chip::Ntag213, false),
        ("pvccard_white", Chip::Ntag213, false),
    ] {
        let profile = Profile { chip, ..Profile::shipped("ntag213-url").unwrap() };
        let findings = check_profile(&order(model), &profile);
        assert_eq!(findings.is_empty(), fine, "{model}");
        assert!(findings.iter().all(|found| found.path == "products[0].modelId"));
    }
}

/// The worst order of 10,000 lines: every line repeats the first. Slow only if a line looks back
/// over all others.
#[test]
fn ten_thousand_lines_are_checked_in_one_pass() {
    let mut order = read(&good());
    let lines = order.products.as_mut().unwrap();
    *lines = vec![lines.first().unwrap().clone(); 10_000];
    assert_eq!(check(&order).len(), 9_999 * 2 + 1);
}
