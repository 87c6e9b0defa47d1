//! Reading, and what an error says.

use super::*;

fn problem(order: &Value) -> (String, JsonProblem) {
    let error = Order::from_json(&order.to_string()).unwrap_err();
    (error.path, error.problem)
}

#[test]
fn a_wrong_value_is_named_with_its_path_and_what_belongs_there() {
    use Expected::*;
    let cases = [
        ("/isDraft", json!("yes"), "isDraft", Boolean),
        ("/reference", json!(7), "reference", Text),
        ("/carrierServiceId", json!(7), "carrierServiceId", Text),
        ("/shipTo", json!([]), "shipTo", Object),
        ("/shipTo/id", json!(7), "shipTo.id", Text),
        ("/shipTo/name", json!(7), "shipTo.name", Text),
        ("/shipTo/phone", json!(7), "shipTo.phone", Text),
        ("/shipTo/email", json!(7), "shipTo.email", Text),
        ("/shipTo/address", json!("x"), "shipTo.address", Object),
        ("/shipTo/address/addressLine1", json!(7), "shipTo.address.addressLine1", Text),
        ("/shipTo/address/addressLine2", json!(7), "shipTo.address.addressLine2", Text),
        ("/shipTo/address/city", json!(7), "shipTo.address.city", Text),
        ("/shipTo/address/postcode", json!(75001), "shipTo.address.postcode", Text),
        ("/shipTo/address/countryCode", json!(7), "shipTo.address.countryCode", Text),
        ("/shipTo/servicePoint", json!(7), "shipTo.servicePoint", Object),
        ("/shipTo/servicePoint/id", json!(7), "shipTo.servicePoint.id", Text),
        ("/shipTo/servicePoint/country", json!(7), "shipTo.servicePoint.country", Text),
        ("/products", json!({}), "products", Lines),
        ("/groups", json!("x"), "groups", Lines),
        ("/products/0", json!("x"), "products[0]", Object),
        ("/products/0/quantity", json!(-1), "products[0].quantity", Quantity),
        ("/products/0/quantity", json!(4_294_967_296_u64), "products[0].quantity", Quantity),
        ("/products/0/modelId", json!(7), "products[0].modelId", Text),
        ("/products/0/metadata", json!("x"), "products[0].metadata", Object),
        ("/products/0/packagingId", json!(7), "products[0].packagingId", Text),
        ("/products/0/printingVisuals", json!("x"), "products[0].printingVisuals", Texts),
        ("/products/0/printingVisuals/1", json!(7), "products[0].printingVisuals[1]", Text),
        ("/products/0/nfc", json!("x"), "products[0].nfc", Object),
        ("/products/0/nfc/type", json!(7), "products[0].nfc.type", Text),
        ("/products/0/nfc/content", json!(7), "products[0].nfc.content", Text),
        ("/products/0/nfc/dynamic", json!("x"), "products[0].nfc.dynamic", Object),
        ("/products/0/nfc/dynamic/baseUrl", json!(7), "products[0].nfc.dynamic.baseUrl", Text),
        (RECORD, json!([{}]), "products[0].nfc.dynamic.records", Object),
    ];
    for (at, value, path, expected) in cases {
        let found = problem(&with(&seed(), at, Some(value)));
        assert_eq!(found, (path.to_owned(), JsonProblem::Expected(expected)), "{at}");
    }
    assert_eq!(problem(&json!([])), (String::new(), JsonProblem::Expected(Object)));
}

#[test]
fn a_wrong_record_is_named_too() {
    let path = |name: &str| format!("products[0].nfc.dynamic.records.{name}");
    for id in
        [json!(0), json!(-1), json!(1.5), json!("1a"), json!("+1"), json!(""), json!(1_u64 << 53)]
    {
        let order = with(&seed(), &format!("{RECORD}/recordId"), Some(id));
        assert_eq!(problem(&order), (path("recordId"), JsonProblem::Expected(Expected::RecordId)));
    }
    for name in ["publicKey", "privateKey"] {
        for key in
            [json!(7), json!({}), json!(["x"]), json!("00"), json!("x".repeat(32)), json!("")]
        {
            let order = with(&seed(), &format!("{RECORD}/{name}"), Some(key));
            assert_eq!(problem(&order), (path(name), JsonProblem::Expected(Expected::Key)));
        }
    }
}

#[test]
fn a_preview_is_no_order() {
    let preview = serde_json::to_value(read(&seed())).unwrap();
    let path = "products[0].nfc.dynamic.records.publicKey".to_owned();
    assert_eq!(problem(&preview), (path, JsonProblem::Redacted));
}

#[test]
fn a_record_id_of_digits_is_written_as_the_number() {
    for (text, number) in [("1", 1), ("007", 7), ("9007199254740991", (1_u64 << 53) - 1)] {
        let at = format!("{RECORD}/recordId");
        let order = read(&with(&seed(), &at, Some(json!(text))));
        assert_eq!(revealed(&order).pointer(&at), Some(&json!(number)));
    }
}

#[test]
fn null_is_as_good_as_absent() {
    let order = with(&seed(), &format!("{RECORD}/publicKey"), Some(Value::Null));
    let order = with(&order, "/shipTo/phone", Some(Value::Null));
    let less = with(&seed(), &format!("{RECORD}/publicKey"), None);
    assert_eq!(read(&order), read(&with(&less, "/shipTo/phone", None)));
}

#[test]
fn a_type_of_the_future_is_kept() {
    for name in ["vcard", "Dynamic", ""] {
        let at = "/products/0/nfc/type";
        let order = with(&seed(), at, Some(json!(name)));
        assert_eq!(revealed(&read(&order)).pointer(at), Some(&json!(name)));
    }
}

/// The line and the column are those of the value itself.
#[test]
fn an_error_says_where() {
    let line = |text: &str, part: &str| {
        let at = text.find(part).unwrap() + part.len();
        let before = &text[..at];
        (before.matches('\n').count() + 1, at - before.rfind('\n').map_or(0, |newline| newline + 1))
    };
    let parts = [
        ("\"isDraft\": false", "\"isDraft\": 0"),
        ("\"city\": \"Paris\"", "\"city\": 75"),
        ("\"recordId\": 1", "\"recordId\": \"one\""),
        ("82F87EB3F693B84BCC154A0373363A62\"", "82F8\""),
    ];
    for (old, new) in parts {
        let text = seed_text().replace(old, new);
        let error = Order::from_json(&text).unwrap_err();
        assert_eq!((error.line, error.column), line(&text, new), "{error}");
    }
}

#[test]
fn errors_in_words() {
    let error = |text: &str| Order::from_json(text).unwrap_err().to_string();
    assert_eq!(error(""), "line 1, column 0: the file ends too early");
    assert_eq!(error("hello"), "line 1, column 1: this is not JSON");
    assert_eq!(error("{} {}"), "line 1, column 4: this is not JSON");
    assert_eq!(
        error("{\n  \"products\": [{\"quantity\": \"1\"}]\n}"),
        "line 2, column 31, at products[0].quantity: expected a whole number from 0 to 4294967295"
    );
    assert_eq!(
        error("{\"shipTo\": {\"name\": \"a\", \"name\": \"b\"}}"),
        "line 1, column 31, at shipTo: a field stands twice in this object"
    );
}

/// What an unknown field is called, and what stands in it, may be anything: it is not repeated.
#[test]
fn a_path_ends_where_our_words_end() {
    let (key, [secret, _]) = ("products[0].nfc", seed_keys());
    let text = format!("{{\"products\": [{{\"nfc\": {{\"{secret}\": [{{\"x\": !");
    let error = Order::from_json(&text).unwrap_err();
    assert_eq!((error.path.as_str(), error.problem), (key, JsonProblem::Syntax));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_order() {
    let text = format!("\u{FEFF}{}", seed_text());
    assert_eq!(Order::from_json(&text), Ok(read(&seed())));
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let text = format!("{{\"products\": {}", "[".repeat(100_000));
    assert!(Order::from_json(&text).is_err());
    let text = format!("{{\"later\": {}", "[".repeat(100_000));
    assert_eq!(Order::from_json(&text).unwrap_err().problem, JsonProblem::Syntax);
}
