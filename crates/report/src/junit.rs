//! The report as JUnit XML, for pipelines.
//!
//! There is no standard: this keeps to what both the `junit.xsd` of Jenkins' xUnit plugin and GitLab's parser
//! read. GitLab knows a case by `classname` and `name` together, and shows the text of a failure rather than its
//! message: the one pair is never used twice, and the text says all.

use std::collections::HashMap;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};
use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::report::{
    CardLine, ClassResult, Counted, LotVerdict, Report, Unit, UnitState,
};

use crate::error::ReportError;
use crate::visible::visible;
use crate::words;

/// Two suites. `lot` has the case `verdict` (a failure if rejected, an error if unfinished) and one a class, whose
/// failure says how many were found. `units` has one case a drawn unit: a failure if it is defective or
/// missing, of the class as its type; skipped if nobody looked at it.
///
/// A unit's failure is none of the lot's: a lot may be accepted with defects in its sample. Whoever wants a
/// pipeline to stop at a rejected lot looks at `verdict`.
///
/// # Errors
/// If the report cannot be written as XML.
pub fn junit(report: &Report) -> Result<String, ReportError> {
    let mut junit = quick_junit::Report::new(visible(&format!("qa {}", report.plan_id)));
    junit.add_test_suite(lot(report));
    junit.add_test_suite(units(report));
    Ok(junit.to_string()?)
}

fn suite(report: &Report, name: &str) -> TestSuite {
    let mut suite = TestSuite::new(name);
    suite.add_property(Property::new("plan", visible(&report.plan_id)));
    suite.add_property(Property::new("batch", report.lot.batch.as_str()));
    suite.add_property(Property::new("rehearsal", report.rehearsal.to_string()));
    suite
}

fn case(report: &Report, suite: &str, name: String, status: TestCaseStatus) -> TestCase {
    let rehearsal = if report.rehearsal { " (rehearsal)" } else { "" };
    let mut case = TestCase::new(name, status);
    case.set_classname(format!("{suite} {}{rehearsal}", report.lot.batch));
    case
}

fn lot(report: &Report) -> TestSuite {
    let mut lot = suite(report, "lot");
    lot.add_test_case(case(report, "lot", "verdict".to_owned(), verdict(report)));
    lot.add_test_cases(
        report
            .classes
            .iter()
            .map(|result| case(report, "lot", result.class.to_string(), class(result))),
    );
    lot
}

fn verdict(report: &Report) -> TestCaseStatus {
    match report.verdict {
        LotVerdict::Accepted => TestCaseStatus::success(),
        LotVerdict::Rejected => wrong(NonSuccessKind::Failure, "rejected", &report.because),
        LotVerdict::Unfinished => wrong(NonSuccessKind::Error, "unfinished", &report.because),
    }
}

fn class(result: &ClassResult) -> TestCaseStatus {
    let ClassResult { accept, reject, defective, inspected, sample_size, .. } = result;
    let found = format!(
        "Ac {accept}, Re {reject}, found {defective} in {inspected} of {sample_size} units"
    );
    match result.verdict {
        LotVerdict::Accepted => TestCaseStatus::success(),
        LotVerdict::Rejected => wrong(NonSuccessKind::Failure, &result.class.to_string(), &found),
        LotVerdict::Unfinished => skipped(&found),
    }
}

fn units(report: &Report) -> TestSuite {
    let cards = judged(report);
    let mut units = suite(report, "units");
    units.add_test_cases(report.units.iter().map(|unit| {
        let cards = cards.get(&unit.number).map(Vec::as_slice).unwrap_or_default();
        let name = format!("{} {}", words::drawn(report.sampling.drawn_by), unit.number);
        let mut case = case(report, "unit", name, unit_status(unit, cards));
        if !cards.is_empty() {
            let milliseconds = cards.iter().map(|card| u64::from(card.milliseconds)).sum();
            case.set_time(Duration::from_millis(milliseconds));
        }
        case
    }));
    units
}

/// The cards that were counted, by the unit they stand for: a copy and its original are one unit.
fn judged(report: &Report) -> HashMap<u64, Vec<&CardLine>> {
    let mut judged: HashMap<u64, Vec<&CardLine>> = HashMap::new();
    for card in report.cards.iter().filter(|card| card.counted == Counted::Yes) {
        if let Some(unit) = card.unit {
            judged.entry(unit).or_default().push(card);
        }
    }
    judged
}

fn unit_status(unit: &Unit, cards: &[&CardLine]) -> TestCaseStatus {
    match unit.state {
        UnitState::Good => TestCaseStatus::success(),
        UnitState::Open => skipped("not looked at"),
        UnitState::Missing => {
            wrong(NonSuccessKind::Failure, &kind(unit.class, "missing"), "no card could be read")
        }
        UnitState::Defective => {
            let findings: Vec<_> =
                cards.iter().flat_map(|card| &card.findings).map(words::finding).collect();
            wrong(NonSuccessKind::Failure, &kind(unit.class, "defective"), &findings.join("\n"))
        }
    }
}

fn kind(class: Option<Class>, otherwise: &str) -> String {
    class.map_or_else(|| otherwise.to_owned(), |class| class.to_string())
}

/// The text with what cannot be seen written out: XML has no place for most of it.
fn wrong(kind: NonSuccessKind, name: &str, text: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    let text = visible(text);
    status.set_type(name).set_message(text.as_str()).set_description(text);
    status
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}
