//! The sample: its map, and what the map's marks mean.

use tapsmith_desk::qa::report::{Report, Unit};

use crate::chart::mark::Mark;
use crate::chart::{Figure, map};
use crate::error::ReportError;

/// The map with its key.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) bands: Vec<Figure>,
    pub(super) key: Vec<MarkLine>,
}

/// What one mark means, and where it stands: the map for those who do not see it.
#[derive(Debug)]
pub(super) struct MarkLine {
    pub(super) figure: Figure,
    pub(super) word: &'static str,
    pub(super) units: u64,
    /// The numbers of the failed; of others, nobody asks.
    pub(super) numbers: String,
}

pub(super) fn sample(report: &Report) -> Result<Sample, ReportError> {
    let mut units: Vec<_> = report.units.iter().collect();
    units.sort_by_key(|unit| unit.number);
    Ok(Sample { bands: map::draw(&units)?, key: key(&units)? })
}

fn key(units: &[&Unit]) -> Result<Vec<MarkLine>, ReportError> {
    let lines = Mark::ALL.into_iter().filter_map(|mark| line(mark, units).transpose());
    lines.collect()
}

fn line(mark: Mark, units: &[&Unit]) -> Result<Option<MarkLine>, ReportError> {
    let marked: Vec<_> = units.iter().filter(|unit| Mark::of(unit) == mark).collect();
    if marked.is_empty() {
        return Ok(None);
    }
    let numbers: Vec<_> = if mark.is_failed() {
        marked.iter().map(|unit| unit.number.to_string()).collect()
    } else {
        Vec::new()
    };
    let units = u64::try_from(marked.len()).unwrap_or(u64::MAX);
    let (figure, word) = (mark.figure()?, mark.word());
    Ok(Some(MarkLine { figure, word, units, numbers: numbers.join(", ") }))
}
