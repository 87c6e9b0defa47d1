//! What came of each order.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_store::Submission;

use crate::printer::Report;

/// What came of it.
#[derive(Debug, Serialize)]
pub(super) struct Commits {
    pub(super) place: String,
    /// Whether nothing is made or charged there.
    pub(super) rehearsal: bool,
    pub(super) orders: Vec<Line>,
    /// What the orders that were committed just now cost, as far as the printer said so.
    pub(super) total: String,
}

/// What came of an order.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    reference: String,
    /// `committed`, `already`; `unknown`, `failed`; `not_tried`.
    outcome: &'static str,
    estimate: Option<String>,
    /// What it costs, as the printer said.
    total: Option<String>,
    message: Option<String>,
}

impl Report for Commits {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Line { reference, outcome, estimate, total, message } in &self.orders {
            write!(out, "{reference}: {}", outcome.replace('_', " "))?;
            if let Some(total) = total {
                write!(out, ", {total} EUR")?;
            } else if matches!(*outcome, "committed" | "already") {
                write!(out, ", the printer did not say for how much")?;
            }
            if let (Some(estimate), Some(total)) = (estimate, total)
                && estimate != total
            {
                write!(out, ", where about {estimate} EUR were estimated")?;
            }
            match message {
                Some(message) => writeln!(out, ": {message}")?,
                None => writeln!(out)?,
            }
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.orders.iter().map(serde_json::to_value).collect()
    }
}

impl Line {
    pub(super) fn of(outcome: &'static str, submission: Submission) -> Self {
        let Submission { key, estimate, total, .. } = submission;
        Self { reference: key.reference, outcome, estimate, total, message: None }
    }

    pub(super) fn not_done(
        outcome: &'static str,
        reference: String,
        message: Option<String>,
    ) -> Self {
        Self { reference, outcome, estimate: None, total: None, message }
    }
}
