//! What came of one job with one card on one reader.

use tapsmith_reader::family::Family;

use crate::common::Run;

/// What came of one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// It was done, and is good. With what was left open on this reader.
    Works(Vec<String>),
    /// It was not done, and the card is as it was.
    Refused(Refusal),
    /// It was not done, and the card is not as it was.
    HalfWay(Refusal),
    /// It was done, and what was said is not true.
    Wrong(String),
    /// There is no card to do it with: the most able reader could not encode one.
    NoCard,
    /// There is no batch of such cards, and what was said of that.
    NoBatch(String),
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) exit: Option<i32>,
    /// The words behind `error:`, without the reader's own family.
    pub(crate) reason: String,
    /// The words behind `hint:`.
    pub(crate) hint: Option<String>,
}

impl Cell {
    pub(crate) fn works(&self) -> bool {
        matches!(self, Self::Works(_))
    }
}

impl Refusal {
    pub(crate) fn of(run: &Run, family: Family) -> Self {
        let reason = line(run, "error: ").unwrap_or_else(|| "no error line".to_owned());
        let own = format!("of the family {} ", family.name());
        let reason = reason.replace(&own, "of this family ");
        Self { exit: run.code, reason, hint: line(run, "hint: ") }
    }

    /// The families of the readers that the hint names.
    pub(crate) fn named(&self) -> Vec<Family> {
        let hint = self.hint.as_deref().unwrap_or_default();
        let words = hint.split(|letter: char| !letter.is_alphanumeric());
        words.map(Family::of_name).filter(|family| *family != Family::Generic).collect()
    }
}

/// What stands on stderr behind `head`.
pub(crate) fn line(run: &Run, head: &str) -> Option<String> {
    run.stderr.lines().find_map(|line| line.strip_prefix(head)).map(str::to_owned)
}
