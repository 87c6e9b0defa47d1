//! `qa list`

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tapsmith_core::batch::BatchName;
use tapsmith_desk::qa::plan::Plan;
use tapsmith_desk::qa::sitting::SittingError;

use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::{Report, table};

#[derive(Debug, Serialize)]
struct Line {
    plan_id: String,
    batch: BatchName,
    supplier: String,
    lot: u64,
    aql: String,
    severity: String,
    state: String,
    rehearsal: bool,
    made_at: Timestamp,
    judged_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
struct List {
    plans: Vec<Line>,
}

impl Report for List {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.plans.is_empty() {
            return writeln!(out, "No plans yet. Make one with `tapsmith qa plan`.");
        }
        let header = ["plan", "supplier", "lot", "AQL", "inspection", "state"];
        let rows = self.plans.iter().map(|line| {
            let rehearsal = if line.rehearsal { " (rehearsal)" } else { "" };
            [
                line.plan_id.clone(),
                line.supplier.clone(),
                line.lot.to_string(),
                line.aql.clone(),
                line.severity.clone(),
                format!("{}{rehearsal}", line.state),
            ]
        });
        writeln!(out, "{}", table(header, rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.plans.iter().map(serde_json::to_value).collect()
    }
}

/// Lists all plans.
pub(crate) fn run(context: &Context) -> Outcome {
    let vault = context.vault()?;
    let mut plans = Vec::new();
    for noted in vault.qa_plans()? {
        let plan: Plan = serde_json::from_str(&noted.plan).map_err(SittingError::from)?;
        plans.push(Line {
            plan_id: noted.plan_id,
            batch: noted.batch,
            supplier: noted.supplier,
            lot: plan.lot.as_u64(),
            aql: plan.aql.to_string(),
            severity: plan.severity.to_string(),
            state: noted.state.to_string(),
            rehearsal: noted.rehearsal,
            made_at: noted.made_at,
            judged_at: noted.judged_at,
        });
    }
    context.printer.print(&List { plans })?;
    Ok(Exit::Good)
}
