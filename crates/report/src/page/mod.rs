//! The page.

mod cards;
mod facts;
mod sample;
mod style;

use askama::Template;
use tapsmith_desk::qa::report::Report;

use crate::chart::{Figure, curve, histogram};
use crate::error::ReportError;
use crate::visible::visible;
use crate::{json, words};
use cards::{FailedCard, failed, uncounted};
use facts::{CurvePoint, Notice, VerdictWords, curve_points, notices, verdict};
use sample::{Sample, sample};

#[derive(Debug, Template)]
#[template(path = "page.html")]
struct Page<'r> {
    report: &'r Report,
    style: String,
    notices: Vec<Notice>,
    verdict: VerdictWords,
    unit: &'static str,
    curve: Figure,
    curve_points: Vec<CurvePoint>,
    sample: Sample,
    counters: Option<Figure>,
    failed: Vec<FailedCard<'r>>,
    uncounted: Vec<FailedCard<'r>>,
    digest: String,
}

/// The report as one HTML page: complete, without a script, and with nothing to load.
///
/// What cards, suppliers and operators wrote is escaped. Characters that nobody can see, or that turn the
/// direction of the text around them, are written out (`‹U+202E›`), so that no card can show another number than
/// it has.
///
/// # Errors
/// If a chart, the page or the JSON whose digest it prints cannot be written.
pub fn page(report: &Report) -> Result<String, ReportError> {
    let page = Page {
        report,
        style: style::style(report),
        notices: notices(report),
        verdict: verdict(report.verdict),
        unit: words::drawn(report.sampling.drawn_by),
        curve: curve::draw(&report.curve)?,
        curve_points: curve_points(&report.curve)?,
        sample: sample(report)?,
        counters: report.counters.as_ref().map(histogram::draw).transpose()?.flatten(),
        failed: failed(report),
        uncounted: uncounted(report),
        digest: json::digest(report)?,
    };
    Ok(visible(&page.render()?))
}
