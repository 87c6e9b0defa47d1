//! The CSV, read by the reader of the crate that wrote it and by nobody's formula.

use csv::{Reader, StringRecord};
use tapsmith_desk::qa::report::Report;

use crate::deliveries;

fn lines(report: &Report) -> (StringRecord, Vec<StringRecord>) {
    let text = tapsmith_report::csv(report).unwrap();
    let mut reader = Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    (header, reader.records().collect::<Result<_, _>>().unwrap())
}

#[test]
fn a_line_a_card() {
    let report = deliveries::rejected(125);
    let (header, lines) = lines(&report);
    assert_eq!(&header[0], "number");
    assert_eq!(&header[7], "class");
    assert_eq!(lines.len(), report.cards.len());
    assert_eq!(&lines[3][7], "critical");
    assert_eq!(
        &lines[3][8],
        "critical originality: the signature is not NXP's: the chip is a copy"
    );
    assert_eq!(&lines[127][2], "other batch winter-2025");
}

#[test]
fn a_card_cannot_write_a_formula() {
    for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
        let mut report = deliveries::accepted(13);
        report.cards[0].url = Some(formula.to_owned());
        let (_, lines) = lines(&report);
        assert_eq!(lines[0][9], format!("'{formula}"));
    }
}

#[test]
fn what_is_no_formula_stays_as_it_is() {
    let report = deliveries::accepted(13);
    let (_, lines) = lines(&report);
    assert_eq!(lines[0][9], *report.cards[0].url.as_ref().unwrap());
}
