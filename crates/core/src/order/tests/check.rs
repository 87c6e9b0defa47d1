//! Every rule of the check, one at a time: a good order, one thing changed, what is then said.

mod line;
mod nfc;
mod ship_to;

use super::super::check;
use super::*;
use Severity::{Error, Warning};

fn found(order: &Value) -> Vec<(Severity, String, Problem)> {
    let order = read(order);
    check(&order).into_iter().map(|found| (found.severity, found.path, found.problem)).collect()
}

/// With `value` at `at` (or nothing there) the check says this one thing of `path`.
fn says(at: &str, value: Option<Value>, severity: Severity, path: &str, problem: Problem) {
    let shown = format!("{at} = {value:?}");
    let found = found(&with(&good(), at, value));
    assert_eq!(found, [(severity, path.to_owned(), problem)], "{shown}");
}

fn silent(at: &str, value: Option<Value>) {
    let shown = format!("{at} = {value:?}");
    assert_eq!(found(&with(&good(), at, value)), [], "{shown}");
}

const LINE: &str = "/products/0";

#[test]
fn nothing_is_said_of_a_good_order() {
    assert_eq!(found(&good()), []);
}

#[test]
fn missing_fields() {
    let cases = [
        (Warning, "reference"),
        (Warning, "carrierServiceId"),
        (Error, "shipTo"),
        (Error, "shipTo.name"),
        (Error, "shipTo.address"),
        (Error, "shipTo.address.addressLine1"),
        (Error, "shipTo.address.city"),
        (Error, "shipTo.address.postcode"),
        (Error, "shipTo.address.countryCode"),
        (Error, "products[0].quantity"),
        (Error, "products[0].modelId"),
        (Warning, "products[0].nfc.type"),
        (Error, "products[0].nfc.dynamic"),
        (Error, "products[0].nfc.dynamic.baseUrl"),
        (Error, "products[0].nfc.dynamic.records"),
        (Error, "products[0].nfc.dynamic.records.recordId"),
        (Error, "products[0].nfc.dynamic.records.publicKey"),
        (Error, "products[0].nfc.dynamic.records.privateKey"),
    ];
    for (severity, path) in cases {
        let at = format!("/{}", path.replace("[0]", ".0").replace('.', "/"));
        says(&at, None, severity, path, Problem::Missing);
        if good().pointer(&at).unwrap().is_string()
            && !path.contains("Key")
            && !path.contains("type")
        {
            says(&at, Some(json!(" ")), severity, path, Problem::Missing);
        }
    }
}

#[test]
fn fields_that_may_be_missing() {
    for name in ["id", "phone", "email", "servicePoint", "address/addressLine2"] {
        silent(&format!("/shipTo/{name}"), None);
    }
    for name in ["metadata", "packagingId", "printingVisuals", "nfc", "nfc/content"] {
        silent(&format!("{LINE}/{name}"), None);
    }
    silent("/shipTo/address/addressLine2", Some(json!("")));
}

#[test]
fn an_order_is_a_draft() {
    says("/isDraft", None, Warning, "isDraft", Problem::NotADraft);
    says("/isDraft", Some(json!(false)), Warning, "isDraft", Problem::NotADraft);
}

#[test]
fn lines_stand_in_one_list() {
    let line = good()["products"][0].clone();
    says("/groups", Some(json!([line])), Error, "products", Problem::BothLists);
    says("/products", None, Error, "products", Problem::NoLines);
    says("/products", Some(json!([])), Error, "products", Problem::NoLines);
    silent("/groups", Some(json!([])));
    let groups = with(&with(&good(), "/products", None), "/groups", Some(json!([line])));
    assert_eq!(found(&groups), []);
}

#[test]
fn findings_in_words() {
    let order = with(&good(), "/shipTo/address/city", Some(json!("Paris/Lyon")));
    let said: Vec<_> = check(&read(&order)).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["error: shipTo.address.city: '/' at character 6: the printer refuses all but letters, \
          digits, spaces and - . _ ' ,"]
    );
}
