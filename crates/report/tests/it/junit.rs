//! The JUnit XML, read by another parser.

use std::collections::HashSet;

use roxmltree::{Document, Node};
use tapsmith_desk::qa::report::Report;

use crate::deliveries;

fn read<T>(report: &Report, look: impl FnOnce(&Document<'_>) -> T) -> T {
    let xml = tapsmith_report::junit(report).unwrap();
    look(&Document::parse(&xml).unwrap())
}

fn case<'d>(document: &'d Document<'d>, name: &str) -> Node<'d, 'd> {
    let mut cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
    cases.find(|case| case.attribute("name") == Some(name)).unwrap()
}

/// The element that says what came out, and its type.
fn outcome<'d>(case: Node<'d, 'd>) -> Option<(&'d str, Option<&'d str>)> {
    let child = case.children().find(Node::is_element)?;
    Some((child.tag_name().name(), child.attribute("type")))
}

#[test]
fn a_rejected_lot_fails_with_its_classes() {
    read(&deliveries::rejected(125), |xml| {
        assert_eq!(outcome(case(xml, "verdict")), Some(("failure", Some("rejected"))));
        assert_eq!(outcome(case(xml, "critical")), Some(("failure", Some("critical"))));
        assert_eq!(outcome(case(xml, "minor")), None);
        let text = case(xml, "major").children().find(Node::is_element).unwrap().text();
        assert_eq!(text, Some("Ac 3, Re 4, found 5 in 125 of 125 units"));
    });
}

#[test]
fn a_unit_fails_with_what_was_found() {
    let report = deliveries::rejected(125);
    let unit = format!("record {}", report.units[3].number);
    let missing = format!("record {}", report.units[100].number);
    read(&report, |xml| {
        let failure = case(xml, &unit).children().find(Node::is_element).unwrap();
        assert_eq!(failure.attribute("type"), Some("critical"));
        assert!(failure.text().unwrap().contains("the chip is a copy"));
        assert_eq!(outcome(case(xml, &missing)), Some(("failure", Some("missing"))));
    });
}

#[test]
fn an_unfinished_one_is_an_error_and_what_is_open_is_skipped() {
    let report = deliveries::unfinished(125);
    let open = format!("record {}", report.units[124].number);
    read(&report, |xml| {
        assert_eq!(outcome(case(xml, "verdict")), Some(("error", Some("unfinished"))));
        assert_eq!(outcome(case(xml, "critical")).map(|(name, _)| name), Some("skipped"));
        assert_eq!(outcome(case(xml, &open)).map(|(name, _)| name), Some("skipped"));
    });
}

#[test]
fn an_accepted_lot_has_nothing_but_cases() {
    read(&deliveries::accepted(125), |xml| {
        let mut cases = xml.descendants().filter(|node| node.has_tag_name("testcase"));
        assert!(cases.all(|case| outcome(case).is_none()));
    });
}

/// GitLab takes two cases with one class and name for one case.
#[test]
fn no_two_cases_have_the_same_name() {
    read(&deliveries::rejected(2000), |xml| {
        let cases = xml.descendants().filter(|node| node.has_tag_name("testcase"));
        let names: Vec<_> =
            cases.map(|case| (case.attribute("classname"), case.attribute("name"))).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        assert_eq!(names.len(), 2004);
    });
}

#[test]
fn the_counts_are_of_what_is_there() {
    read(&deliveries::rejected(125), |xml| {
        for suite in xml.descendants().filter(|node| node.has_tag_name("testsuite")) {
            let count = |tag: &str| suite.descendants().filter(|n| n.has_tag_name(tag)).count();
            assert_eq!(suite.attribute("tests"), Some(&*count("testcase").to_string()));
            assert_eq!(suite.attribute("failures"), Some(&*count("failure").to_string()));
        }
    });
}

#[test]
fn what_xml_cannot_hold_is_written_out() {
    read(&deliveries::hostile(), |xml| {
        let text = case(xml, "verdict").children().find(Node::is_element).unwrap().text().unwrap();
        assert!(text.contains("<script>alert(1)</script> \"'&]]></style>"));
        assert!(text.contains("‹U+0000›‹U+001B›‹U+202E›‹U+FFFE›"));
        assert!(text.ends_with("{{ 7*7 }}"));
    });
}
