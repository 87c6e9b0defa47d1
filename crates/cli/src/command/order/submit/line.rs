//! What came of each file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use tapsmith_desk::order::submit::{How, Submitted};

use tapsmith_store::SubmissionState;

use super::super::file::{self, OrderFile};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

#[derive(Debug, Serialize)]
pub(super) struct Sent {
    pub(super) provider: String,
    pub(super) place: String,
    /// Whether nothing is made or charged there.
    pub(super) rehearsal: bool,
    pub(super) orders: Vec<Line>,
}

/// What came of a file.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    file: PathBuf,
    reference: String,
    /// `drafted`, `found`, `already`; `unknown`, `failed`; `not_tried`.
    outcome: &'static str,
    /// What the printer calls the order.
    id: Option<String>,
    /// How far the order has come, as the vault knows it.
    state: Option<String>,
    cards: Option<u64>,
    /// Why not.
    message: Option<String>,
}

impl Report for Sent {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Line { file, reference, outcome, id, state, cards, message } in &self.orders {
            write!(out, "{}: {reference}: {}", file.display(), outcome.replace('_', " "))?;
            if let (Some(id), Some(state), Some(cards)) = (id, state, cards) {
                write!(out, " as {id}, {state}, {cards} cards")?;
            }
            match message {
                Some(message) => writeln!(out, ": {message}")?,
                None => writeln!(out)?,
            }
        }
        let draft = SubmissionState::Draft.to_string();
        if self.orders.iter().any(|line| line.state.as_ref() == Some(&draft)) {
            writeln!(out, "Drafts: nothing is made and nothing charged before `order commit`.")?;
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.orders.iter().map(serde_json::to_value).collect()
    }
}

impl Line {
    pub(super) fn of(
        path: &Path,
        Submitted { submission, how }: Submitted,
        message: Option<String>,
    ) -> Self {
        let outcome = match how {
            How::Sent => "drafted",
            How::Found => "found",
            How::Already => "already",
        };
        Self {
            file: path.to_owned(),
            reference: submission.key.reference,
            outcome,
            id: submission.remote_id,
            state: Some(submission.state.to_string()),
            cards: Some(submission.cards),
            message,
        }
    }

    pub(super) fn failed(path: &Path, failure: &Failure) -> Self {
        let outcome = if failure.exit() == Exit::Unknown { "unknown" } else { "failed" };
        Self { outcome, message: Some(failure.sentence()), ..Self::not_tried(path) }
    }

    pub(super) fn not_tried(path: &Path) -> Self {
        let reference = match file::read(path, None) {
            Ok(OrderFile::Order(_, payload)) => payload.reference().unwrap_or_default().to_owned(),
            Ok(OrderFile::Receipt { reference }) => reference,
            Err(_) => String::new(),
        };
        let file = path.to_owned();
        Self {
            file,
            reference,
            outcome: "not_tried",
            id: None,
            state: None,
            cards: None,
            message: None,
        }
    }
}
