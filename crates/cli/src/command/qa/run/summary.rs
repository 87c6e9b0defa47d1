//! What a run leaves: how the plan stands, or what came of it.

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_core::batch::BatchName;
use tapsmith_desk::qa::account;
use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::report::{DrawnBy, LotVerdict};
use tapsmith_desk::qa::session::Session;
use tapsmith_desk::qa::tally::Tally;
use tapsmith_store::NotedPlan;

use crate::command::qa::words;
use crate::printer::Report;

#[derive(Debug, Serialize)]
pub(super) struct Summary {
    plan_id: String,
    batch: BatchName,
    pub(super) verdict: LotVerdict,
    because: String,
    rehearsal: bool,
    drawn_by: DrawnBy,
    /// How many drawn cards are judged, without a defect, and not yet looked at.
    judged: u64,
    good: u64,
    open: u64,
    classes: Vec<ClassLine>,
    /// Drawn records that are on none of the cards that could be told.
    missing: Vec<u64>,
}

#[derive(Debug, Serialize)]
struct ClassLine {
    class: Class,
    sample_size: u64,
    accept: u32,
    reject: u32,
    defective: u64,
    /// The defective records or positions.
    units: Vec<u64>,
}

impl Summary {
    pub(super) fn of(noted: &NotedPlan, session: &Session) -> Self {
        let tally = Tally::of(session);
        let verdict = account::verdict(noted.state);
        let classes = tally.classes().iter().map(|class| ClassLine {
            class: class.plan.class,
            sample_size: class.plan.sample_size,
            accept: class.plan.accept,
            reject: class.plan.reject,
            defective: class.defective,
            units: session.defective_units(class.plan.class),
        });
        Self {
            plan_id: noted.plan_id.clone(),
            batch: noted.batch.clone(),
            verdict,
            because: account::because(verdict, session.plan(), &tally),
            rehearsal: noted.rehearsal,
            drawn_by: session.plan().drawn_by,
            judged: tally.inspected,
            good: tally.good,
            open: tally.open,
            classes: classes.collect(),
            missing: session.missing_units(),
        }
    }
}

impl Summary {
    /// Drawn numbers, with what they are.
    fn named(&self, units: &[u64]) -> String {
        let what = match self.drawn_by {
            DrawnBy::Record => "record",
            DrawnBy::Position => "position",
        };
        let s = if units.len() == 1 { "" } else { "s" };
        let numbers: Vec<_> = units.iter().map(u64::to_string).collect();
        format!("{what}{s} {}", numbers.join(", "))
    }
}

impl Report for Summary {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let word = words::verdict(self.verdict);
        let rehearsal = if self.rehearsal { " (a rehearsal, with virtual cards)" } else { "" };
        writeln!(out, "{word}{rehearsal}: {}", self.because)?;
        for line in self.classes.iter().filter(|line| !line.units.is_empty()) {
            writeln!(out, "  {}: {}", line.class, self.named(&line.units))?;
        }
        if !self.missing.is_empty() {
            writeln!(out, "  the cards that say nothing must be {}", self.named(&self.missing))?;
        }
        match self.verdict {
            LotVerdict::Unfinished => writeln!(out, "Next: tapsmith qa run {}", self.plan_id),
            LotVerdict::Accepted | LotVerdict::Rejected => {
                writeln!(out, "Next: tapsmith qa report {} --out DIR", self.plan_id)
            }
        }
    }
}
