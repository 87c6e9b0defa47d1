//! Whatever bytes a server sends, nothing panics, and nothing that looks like a key is said again.

use proptest::prelude::*;
use serde_json::{Value, json};
use tapsmith_orders::merchrocket::{self, AmendOrder, ListOrders};
use tapsmith_orders::printags::{
    CreateOrder, FindOrders, GetAccount, GetFile, GetModels, GetOrder, GetRates, GetStatuses,
    OrderBody, RatesRequest, UploadFile, ValidateAnswer,
};
use tapsmith_orders::provider::{Account, RemoteOrder, Visual};
use tapsmith_orders::{Call, Money, Refusal};

use crate::vectors;

/// Reads `body` as the answer of every call there is.
fn read_by_all(media_type: &str, body: &[u8]) {
    let answer = vectors::bytes(media_type, body.to_vec());
    let (account, id) = ("@me".to_owned(), "1".to_owned());
    let order = bytes::Bytes::new();
    let visual = Visual::new("front.pdf".to_owned(), &b"%PDF-1.7\n"[..]).unwrap();
    let asked = RatesRequest {
        to_country: String::new(),
        to_postal_code: String::new(),
        items: Vec::new(),
    };
    drop(CreateOrder { account: account.clone(), order: order.clone() }.read(&answer));
    let found = FindOrders { account: account.clone(), reference: None }.read(&answer);
    found.into_iter().flatten().for_each(|order| drop(RemoteOrder::from(order)));
    drop(GetAccount { id: id.clone() }.read(&answer).map(Account::from));
    drop(GetFile { account: account.clone(), id: id.clone() }.read(&answer));
    drop(GetModels.read(&answer));
    let call = GetOrder { account: account.clone(), id: id.clone() };
    drop(call.read(&answer).map(RemoteOrder::from));
    drop(GetRates(asked).read(&answer));
    drop(GetStatuses.read(&answer));
    drop(UploadFile { account, visual }.read(&answer));
    drop(answer.json::<ValidateAnswer>());
    drop(merchrocket::CreateOrder { order }.read(&answer).map(RemoteOrder::from));
    drop(merchrocket::GetOrder { id: id.clone() }.read(&answer));
    drop(AmendOrder { id, patch: json!({}) }.read(&answer));
    drop(ListOrders::first().read(&answer).map(|page| page.next()));
    drop(Refusal::read(body).to_string());
}

/// Any JSON, with names and numbers that the calls look for.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        Just("success"),
        Just("orderId"),
        Just("data"),
        Just("id"),
        Just("order"),
        Just("orders"),
        Just("account"),
        Just("balance"),
        Just("files"),
        Just("file"),
        Just("models"),
        Just("prices"),
        Just("total"),
        Just("price"),
        Just("shipping"),
        Just("rates"),
        Just("statuses"),
        Just("status"),
        Just("shippings"),
        Just("statusHistory"),
        Just("hydra:member"),
        Just("member"),
        Just("hydra:view"),
        Just("next"),
        Just("type"),
        Just("associations"),
        Just("source"),
        Just("shipments"),
        Just("violations"),
        Just("errors"),
        Just("message"),
        Just("detail"),
        Just("x"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "-?[0-9]{0,40}(\\.[0-9]{0,40})?".prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        "/x\\?page=.{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(name.clone().prop_map(ToOwned::to_owned), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// A text with keys in it, in any company.
fn keyed() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[0-9a-fA-F]{1,80}".boxed(),
        "[ -~]{0,20}".boxed(),
        any::<char>().prop_map(String::from).boxed(),
    ];
    prop::collection::vec(part, 0..20).prop_map(|parts| parts.concat())
}

fn has_key(text: &str) -> bool {
    let mut run = 0;
    text.bytes().any(|byte| {
        run = if byte.is_ascii_hexdigit() { run + 1 } else { 0 };
        run >= 32
    })
}

fn assert_tame(refusal: &Refusal) -> Result<(), TestCaseError> {
    let parts = refusal.violations.iter().flat_map(|one| [&one.path, &one.message]);
    for text in parts.chain(&refusal.message) {
        prop_assert!(!has_key(text), "{}", text);
        prop_assert!(text.chars().count() <= 310, "{}", text);
        prop_assert!(!text.chars().any(char::is_control), "{:?}", text);
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_bytes_panic(body in prop::collection::vec(any::<u8>(), 0..200), json in any::<bool>()) {
        read_by_all(if json { "application/json" } else { "" }, &body);
    }

    #[test]
    fn no_json_panics(body in any_json()) {
        read_by_all("application/json", body.to_string().as_bytes());
    }

    /// Torn, or with one byte of another.
    #[test]
    fn no_example_panics(end in 0..2_000_usize, at in 0..2_000_usize, byte: u8) {
        for file in ["printags-order", "printags-validate", "printags-account", "merchrocket-orders"] {
            let mut body = vectors::text(&format!("orders/{file}.response.json")).into_bytes();
            if let Some(place) = body.get_mut(at) {
                *place = byte;
            }
            read_by_all("application/json", &body);
            body.truncate(end);
            read_by_all("application/json", &body);
        }
    }

    #[test]
    fn a_refusal_shows_no_key_and_is_short(one in keyed(), two in keyed(), any in any::<Vec<u8>>()) {
        for body in [
            json!({"message": one}),
            json!({"detail": {"message": one}}),
            json!({"violations": [{"propertyPath": one, "message": two}], "title": one}),
            json!({"errors": [one, {"field": two, "msg": one}], "error": two}),
        ] {
            assert_tame(&Refusal::read(body.to_string().as_bytes()))?;
        }
        assert_tame(&Refusal::read(one.as_bytes()))?;
        assert_tame(&Refusal::read(&any))?;
    }

    /// Fifteen digits are what any program reads and writes without a loss.
    #[test]
    fn money_is_read_and_written_digit_by_digit(units in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0..8_usize) {
        let digits = format!("{:0>width$}", units.unsigned_abs(), width = scale + 1);
        let (whole, rest) = digits.split_at(digits.len() - scale);
        let rest = rest.trim_end_matches('0');
        let sign = if units < 0 { "-" } else { "" };
        let point = if rest.is_empty() { "" } else { "." };
        let text = format!("{sign}{whole}{point}{rest}");
        let money: Money = serde_json::from_str(&text).unwrap();
        let quoted: Money = serde_json::from_str(&format!("\"{text}\"")).unwrap();
        prop_assert_eq!(money, quoted);
        let written = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&written).unwrap(), money);
        prop_assert_eq!(written.parse::<f64>().unwrap().to_string(), text.parse::<f64>().unwrap().to_string());
        if units >= 0 {
            prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
            prop_assert_eq!(text.parse::<Money>(), Ok(money));
        }
        prop_assert_eq!(money - money, Money::ZERO);
    }

    /// Sums of what a server says do not overflow, whatever it says.
    #[test]
    fn money_of_any_size_is_reckoned_with(one in "-?[1-7]?[0-9]{1,28}(\\.[0-9]{1,5})?", two in "-?[1-7]?[0-9]{1,28}", times: u64) {
        let read = |text: &str| serde_json::from_value::<Money>(json!(text));
        if let (Ok(one), Ok(two)) = (read(&one), read(&two)) {
            let _ = (one + two, one - two, one * times, one.difference(two));
            let _ = (one.to_string(), serde_json::to_string(&one).unwrap());
        }
    }
}

#[test]
fn the_largest_amounts_are_reckoned_with() {
    let read = |text: &str| serde_json::from_value::<Money>(json!(text)).unwrap();
    let largest = read("79228162514264337593543950335");
    let least = read("-79228162514264337593543950335");
    for (one, two) in [(largest, least), (least, largest), (largest, largest)] {
        drop((one + two, one - two, one * 3, one.difference(two), one.to_string()));
    }
    assert_eq!(largest.difference(least), largest);
}

/// The order that repeats what was sent repeats no key in any print of it.
#[test]
fn no_print_of_an_order_shows_a_key() {
    let key = "B5ADF942C642D16B2803CA672F47D11D";
    let mut body = vectors::json("orders/printags-order.response")["order"].take();
    body["products"] = vectors::json("orders/printags-create-order.request")["products"].take();
    let order: OrderBody = serde_json::from_value(body).unwrap();
    assert!(!format!("{order:?} {order:#?}").contains(key));
    assert!(!serde_json::to_string(&order).unwrap().contains(key));
}
