//! The words and numbers around the verdict.

use std::borrow::Borrow;

use tapsmith_desk::check::Outcome;
use tapsmith_desk::qa::report::{Curve, LotVerdict, Report};

use crate::chart::Figure;
use crate::chart::point::Shape;
use crate::error::ReportError;
use crate::words::{counted_things, grouped, percent};

/// What a reader must know before the verdict.
#[derive(Debug)]
pub(super) struct Notice {
    pub(super) head: &'static str,
    pub(super) text: String,
}

pub(super) fn notices(report: &Report) -> Vec<Notice> {
    let rehearsal = report.rehearsal.then(|| Notice {
        head: "Rehearsal",
        text:
            "Cards of software were judged. This page says nothing of a delivery or of a supplier."
                .to_owned(),
    });
    let unfinished = (report.verdict == LotVerdict::Unfinished).then(|| Notice {
        head: "Not finished",
        text: format!("{} This page is no verdict.", progress(report)),
    });
    [rehearsal, unfinished].into_iter().flatten().collect()
}

fn progress(report: &Report) -> String {
    let drawn = counted_things(report.sampling.drawn, "drawn unit");
    let were = if report.pace.counted == 1 { "was" } else { "were" };
    format!("{} of {drawn} {were} judged.", grouped(report.pace.counted))
}

/// A verdict: its sign, as the path of a drawing, since fonts have their own ideas of one; a word; the name of its
/// ink.
#[derive(Debug)]
pub(super) struct VerdictWords {
    pub(super) sign: &'static str,
    pub(super) word: &'static str,
    pub(super) ink: &'static str,
}

pub(super) fn verdict(verdict: impl Borrow<LotVerdict>) -> VerdictWords {
    let (sign, word, ink) = match verdict.borrow() {
        LotVerdict::Accepted => ("M3 13L9.5 19.5L21 5", "Accepted", "good"),
        LotVerdict::Rejected => ("M4.5 4.5L19.5 19.5M19.5 4.5L4.5 19.5", "Rejected", "bad"),
        LotVerdict::Unfinished => ("M12 4A8 8 0 1 0 12.01 4Z", "No verdict yet", "wait"),
    };
    VerdictWords { sign, word, ink }
}

/// A point of the operating characteristic, in numbers.
#[derive(Debug)]
pub(super) struct CurvePoint {
    pub(super) key: Figure,
    pub(super) name: &'static str,
    pub(super) share: String,
    pub(super) accepted: String,
}

pub(super) fn curve_points(curve: &Curve) -> Result<Vec<CurvePoint>, ReportError> {
    let points = [
        (Shape::Aql, "AQL: what a supplier may deliver on average", Some(curve.aql)),
        (Shape::Lq10, "LQ10: what passes once in ten times", Some([curve.lq10, 0.1])),
        (Shape::Found, "This lot, as its sample shows it", curve.found),
    ];
    let known = points.into_iter().filter_map(|(shape, name, at)| Some((shape, name, at?)));
    known
        .map(|(shape, name, [share, accepted])| {
            let (share, accepted) = (percent(share), percent(accepted));
            Ok(CurvePoint { key: shape.figure()?, name, share, accepted })
        })
        .collect()
}

/// A class's verdict, in the table.
pub(super) fn of_class(verdict: impl Borrow<LotVerdict>) -> &'static str {
    match verdict.borrow() {
        LotVerdict::Accepted => "accepted",
        LotVerdict::Rejected => "rejected",
        LotVerdict::Unfinished => "not yet",
    }
}

/// What came out of a check.
pub(super) fn outcome(outcome: impl Borrow<Outcome>) -> &'static str {
    match outcome.borrow() {
        Outcome::Pass => "passed",
        Outcome::Fail => "failed",
        Outcome::Skipped => "skipped",
    }
}
