//! A key leaves through `reveal` alone.

use super::*;
use crate::secret::REDACTED;

/// The seed, with its first key also where nobody expects one: in an unknown field of each object
/// that has keys in it or below it.
fn laden() -> Order {
    let [key, _] = seed_keys();
    let mut order = seed();
    for at in ["", "/products/0", "/products/0/nfc", "/products/0/nfc/dynamic", RECORD] {
        order = with(&order, &format!("{at}/later"), Some(json!({"keys": [key]})));
    }
    read(&order)
}

fn assert_hides(text: &str) {
    for key in seed_keys() {
        assert!(!text.to_uppercase().contains(&key), "{text}");
    }
}

#[test]
fn debug_shows_no_key() {
    let order = laden();
    for text in [format!("{order:?}"), format!("{order:#?}"), format!("{:?}", order.reveal())] {
        assert_hides(&text);
        assert!(text.contains("Jean Dupont") && text.contains("later"), "{text}");
    }
}

#[test]
fn an_order_that_is_written_without_being_revealed_shows_no_key() {
    let text = serde_json::to_string(&laden()).unwrap();
    assert_hides(&text);
    assert_eq!(text.matches(REDACTED).count(), 4 + 5, "{text}");
    assert!(text.contains("Jean Dupont"));
}

#[test]
fn findings_show_no_key() {
    let mut order = laden();
    let line = order.products.as_ref().unwrap().first().unwrap().clone();
    order.products.as_mut().unwrap().push(line);
    let findings = super::super::check(&order);
    assert!(findings.iter().any(|finding| finding.problem.reason() == "same_key"));
    assert_hides(&format!("{findings:?}"));
    for finding in &findings {
        assert_hides(&finding.to_string());
    }
}

#[test]
fn a_revealed_order_shows_its_keys_to_the_printer_alone() {
    let text = laden().reveal().to_json().unwrap();
    assert_eq!(text.len(), text.capacity(), "the buffer grew, and left keys behind");
    let text = std::str::from_utf8(&text).unwrap();
    assert_eq!(text.matches(&seed_keys()[0]).count(), 2 + 5);
    assert!(!text.contains(REDACTED));
}

/// A key may stand anywhere in a file that somebody typed: no error repeats it.
#[test]
fn errors_show_no_key() {
    let [key, _] = seed_keys();
    let wrong = [
        json!(key),
        json!(format!("{key}0")),
        json!(key.get(1..)),
        json!([key]),
        json!({key.as_str(): key}),
        json!(format!("x, expected {key}")),
        json!(true),
    ];
    let mut errors = 0;
    for at in seed_fields() {
        for value in &wrong {
            let text = with(&seed(), at, Some(value.clone())).to_string();
            if let Err(error) = Order::from_json(&text) {
                assert_hides(&format!("{error} {error:?}"));
                errors += 1;
            }
        }
    }
    assert!(errors > 60, "only {errors} errors");
}

fn seed_fields() -> [&'static str; 14] {
    [
        "/isDraft",
        "/reference",
        "/shipTo",
        "/shipTo/address/city",
        "/products",
        "/products/0",
        "/products/0/quantity",
        "/products/0/metadata",
        "/products/0/printingVisuals/0",
        "/products/0/nfc",
        "/products/0/nfc/dynamic",
        "/products/0/nfc/dynamic/records",
        "/products/0/nfc/dynamic/records/recordId",
        "/products/0/nfc/dynamic/records/privateKey",
    ]
}

/// Torn anywhere, the file is refused without showing what was read of it.
#[test]
fn half_a_file_shows_no_key() {
    let text = seed_text();
    for (end, _) in text.char_indices() {
        let error = Order::from_json(&text[..end]).unwrap_err();
        assert_eq!(error.problem, JsonProblem::End, "{end}");
        assert_hides(&error.to_string());
    }
}

/// The digits of a key are digits: where they are a number, the number is not shown either.
#[test]
fn a_key_of_digits_alone_is_not_shown() {
    let number = "12345678901234567890";
    for name in ["publicKey", "recordId"] {
        let records = format!("{{\"{name}\": -{number}}}");
        let text =
            format!("{{\"products\": [{{\"nfc\": {{\"dynamic\": {{\"records\": {records}}}}}}}]}}");
        let error = Order::from_json(&text).unwrap_err().to_string();
        assert!(!error.contains(number), "{error}");
        assert!(error.contains(&format!("at products[0].nfc.dynamic.records.{name}:")), "{error}");
    }
}
