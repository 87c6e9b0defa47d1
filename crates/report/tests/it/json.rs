//! The JSON, and the digest that ties the page to it.

use serde_json::Value;

use crate::deliveries;

#[test]
fn the_version_comes_first_and_all_else_after_it() {
    let text = tapsmith_report::json(&deliveries::rejected(125)).unwrap();
    assert!(text.starts_with("{\n  \"schema_version\": \"1\",\n  \"plan_id\":"));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["verdict"], "rejected");
    assert_eq!(value["units"].as_array().unwrap().len(), 125);
    assert_eq!(value["history"]["link"], deliveries::LINK);
}

#[test]
fn it_has_everything_as_it_was() {
    let text = tapsmith_report::json(&deliveries::hostile()).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["lot"]["supplier"], deliveries::HOSTILE);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = deliveries::rejected(125);
    assert_eq!(
        tapsmith_report::page(&report).unwrap(),
        tapsmith_report::page(&report.clone()).unwrap()
    );
    assert_eq!(
        tapsmith_report::digest(&report).unwrap(),
        tapsmith_report::digest(&report.clone()).unwrap()
    );
}
