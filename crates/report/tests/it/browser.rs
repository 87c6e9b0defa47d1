//! The page in a browser.

use crate::chromium::Browser;
use crate::deliveries;

fn page(report: &tapsmith_desk::qa::report::Report) -> Option<Browser> {
    Browser::on(&tapsmith_report::page(report).unwrap())
}

#[test]
fn all_is_there_and_nothing_was_asked_for() {
    let report = deliveries::rejected(125);
    let Some(browser) = page(&report) else { return };
    let (dom, asked_for) = browser.dom();
    assert_eq!(asked_for, Vec::<String>::new());
    let failed = report.units[3].number.to_string();
    for text in
        ["Rejected", "summer-2026", "Q-2026-11-22-K4", "R. Okafor", deliveries::LINK, &failed]
    {
        assert!(dom.contains(text), "{text}");
    }
}

#[test]
fn what_others_wrote_asks_for_nothing() {
    let Some(browser) = page(&deliveries::hostile()) else { return };
    let (dom, asked_for) = browser.dom();
    assert_eq!(asked_for, Vec::<String>::new());
    assert!(!dom.contains("<script>"));
}

/// Otherwise the tests above would say nothing.
#[test]
fn a_page_that_asks_for_something_is_noticed() {
    let Some(browser) = Browser::on("<img src='http://elsewhere.example/x.png'>") else { return };
    let (_, asked_for) = browser.dom();
    assert!(asked_for.iter().any(|url| url.starts_with("http://elsewhere.example/")));
}

#[test]
fn it_is_light_by_day_and_dark_by_night() {
    let Some(browser) = page(&deliveries::accepted(13)) else { return };
    assert_eq!(browser.corner(false), [0xff, 0xff, 0xff]);
    assert_eq!(browser.corner(true), [0x16, 0x18, 0x1b]);
}

#[test]
fn it_fits_on_a_few_sheets() {
    let Some(accepted) = page(&deliveries::accepted(125)) else { return };
    assert!((3..=5).contains(&accepted.sheets()));
    let Some(large) = page(&deliveries::rejected(2000)) else { return };
    assert!((6..=10).contains(&large.sheets()));
}
