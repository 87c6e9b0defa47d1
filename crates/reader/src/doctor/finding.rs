//! What is said.

use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What: a word that scripts may stand on.
    pub name: &'static str,
    /// How it is.
    pub outcome: Outcome,
    /// The reader, if it is about one.
    pub reader: Option<String>,
    /// What was seen.
    pub detail: String,
    /// What to do about it, if there is anything.
    pub mend: Option<String>,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it should be.
    Ok,
    /// It may be in the way.
    Warning,
    /// It is in the way.
    Problem,
    /// It could not be looked at.
    Unknown,
}

impl Finding {
    fn of(name: &'static str, outcome: Outcome, detail: impl Into<String>) -> Self {
        Self { name, outcome, reader: None, detail: detail.into(), mend: None }
    }

    pub(super) fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self::of(name, Outcome::Ok, detail)
    }

    pub(super) fn warning(name: &'static str, detail: impl Into<String>) -> Self {
        Self::of(name, Outcome::Warning, detail)
    }

    pub(super) fn problem(name: &'static str, detail: impl Into<String>) -> Self {
        Self::of(name, Outcome::Problem, detail)
    }

    pub(super) fn unknown(name: &'static str, detail: impl Into<String>) -> Self {
        Self::of(name, Outcome::Unknown, detail)
    }

    /// The same, with what to do.
    pub(super) fn mend(self, mend: impl Into<String>) -> Self {
        Self { mend: Some(mend.into()), ..self }
    }

    /// The same, about a reader.
    pub(super) fn at(self, reader: &str) -> Self {
        Self { reader: Some(reader.to_owned()), ..self }
    }
}
