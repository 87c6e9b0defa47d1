//! `qa plan`, `qa show`

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_core::batch::{Batch, BatchName, RecordRange};
use tapsmith_core::layout::Layout;
use tapsmith_core::sampling::{Aql, Confidence, Level, LotSize, Seed, Severity, Share, oc};
use tapsmith_desk::qa::account;
use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::make::{Wish, make};
use tapsmith_desk::qa::plan::{ClassPlan, Critical, Plan};
use tapsmith_desk::qa::promises::promises;
use tapsmith_desk::qa::report::{DrawnBy, LotVerdict};
use tapsmith_desk::qa::tally::Tally;
use tapsmith_orders::Name;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::{NotedPlan, Vault};

use super::planned;
use crate::args::{CriticalArg, PlanArgs};
use crate::command::Outcome;
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::{Report, table};

/// A plan, for people and for programs.
#[derive(Debug, Serialize)]
struct Shown<'p> {
    plan_id: &'p str,
    batch: &'p BatchName,
    supplier: &'p str,
    lot: LotSize,
    records: Option<RecordRange>,
    standard: &'static str,
    level: Level,
    severity: Severity,
    severity_reason: &'p str,
    aql: Aql,
    minor_aql: Aql,
    critical: Critical,
    code_letter: String,
    plan_letter: String,
    /// The tables' plan for major defects, in a lot that may be smaller than its sample.
    sample_size: u64,
    accept: u32,
    reject: u32,
    full_inspection: bool,
    producer_risk: f64,
    lq10: f64,
    classes: &'p [ClassPlan],
    drawn_by: DrawnBy,
    seed: Seed,
    generator: &'p str,
    drawn: Vec<u64>,
    /// The same in the order of the draw: a class is judged by the first so many.
    draw_order: &'p [u64],
    /// Shares of major defects, and the probability with which such a process' lots are accepted.
    curve: Vec<[f64; 2]>,
    promises: Vec<String>,
    state: String,
    rehearsal: bool,
    /// How many drawn cards are judged.
    judged: u64,
    made_at: Timestamp,
}

/// The probabilities that a curve is told by.
const CURVE: [f64; 7] = [0.99, 0.95, 0.75, 0.5, 0.25, 0.1, 0.05];

impl<'p> Shown<'p> {
    fn of(noted: &'p NotedPlan, plan: &'p Plan, learnt: Option<&Layout>, judged: u64) -> Self {
        let major = plan.class(Class::Major);
        let sample = |class: &ClassPlan| (class.sample_size, class.accept, class.accepted_up_to());
        let (n, accept, most) = major.map_or((0, 0, 0), sample);
        let mut drawn = plan.drawn.clone();
        drawn.sort_unstable();
        Self {
            plan_id: &noted.plan_id,
            batch: &plan.batch,
            supplier: &plan.supplier,
            lot: plan.lot,
            records: plan.records,
            standard: plan.standard.title(),
            level: plan.level,
            severity: plan.severity,
            severity_reason: &plan.severity_reason,
            aql: plan.aql,
            minor_aql: plan.minor_aql,
            critical: plan.critical,
            code_letter: plan.code_letter.to_string(),
            plan_letter: plan.major.letter.to_string(),
            sample_size: n,
            accept,
            reject: plan.major.reject,
            full_inspection: plan.is_full(),
            producer_risk: oc::producer_risk(n, most, plan.aql.fraction()),
            lq10: oc::lq(n, most, 0.10),
            classes: &plan.classes,
            drawn_by: plan.drawn_by,
            seed: plan.seed,
            generator: &plan.generator,
            drawn,
            draw_order: &plan.drawn,
            curve: CURVE.iter().map(|accepted| [oc::lq(n, most, *accepted), *accepted]).collect(),
            promises: promises(plan, learnt),
            state: noted.state.to_string(),
            rehearsal: noted.rehearsal,
            judged,
            made_at: noted.made_at,
        }
    }
}

impl Report for Shown<'_> {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { plan_id, batch, supplier, lot, severity, severity_reason, .. } = self;
        writeln!(out, "{plan_id}: {lot} cards of {batch} from {supplier}")?;
        writeln!(
            out,
            "{}, level {}, {severity} inspection ({severity_reason}), AQL {} %",
            self.standard, self.level, self.aql
        )?;
        writeln!(out, "Code letter {}{}", self.code_letter, self.arrow())?;
        let header = ["defects", "sample", "accept up to", "reject from"];
        let rows = self.classes.iter().map(|class| {
            [
                class.class.to_string(),
                class.sample_size.to_string(),
                class.accept.to_string(),
                class.reject.to_string(),
            ]
        });
        writeln!(out, "{}\n", table(header, rows))?;
        for sentence in &self.promises {
            writeln!(out, "- {sentence}")?;
        }
        let what = match self.drawn_by {
            DrawnBy::Record => "records",
            DrawnBy::Position => "positions",
        };
        writeln!(out, "\nDrawn {what} (seed {}, {}):", self.seed, self.generator)?;
        write_numbers(out, &self.drawn)?;
        let rehearsal = if self.rehearsal { ", a rehearsal" } else { "" };
        match self.state.as_str() {
            "open" if self.judged == 0 => writeln!(out, "\nNext: tapsmith qa run {plan_id}"),
            "open" => writeln!(
                out,
                "\n{} of {} cards are judged. Next: tapsmith qa run {plan_id}",
                self.judged,
                self.drawn.len()
            ),
            judged => writeln!(out, "\nJudged: {judged}{rehearsal}."),
        }
    }
}

impl Shown<'_> {
    fn arrow(&self) -> String {
        let Self { code_letter, plan_letter, .. } = self;
        if self.sample_size >= self.lot.as_u64() {
            ": all cards are looked at, the sample is no smaller than the lot".to_owned()
        } else if code_letter == plan_letter {
            String::new()
        } else {
            format!("; the tables point to {plan_letter}")
        }
    }
}

/// Numbers in lines that fit a terminal.
fn write_numbers(out: &mut dyn Write, numbers: &[u64]) -> io::Result<()> {
    const WIDTH: usize = 78;
    let mut column = 0;
    for number in numbers {
        let text = number.to_string();
        if column + text.len() + 1 > WIDTH {
            writeln!(out)?;
            column = 0;
        }
        column += text.len() + 1;
        write!(out, " {text}")?;
    }
    writeln!(out)
}

/// Makes a plan.
pub(crate) fn make_one(context: &Context, args: PlanArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.batch)?;
    let seed = match args.seed {
        Some(seed) => seed,
        None => Seed::random(OsRandom)
            .map_err(|_| Failure::say(Exit::Vault, "the system gave no random numbers"))?,
    };
    let wish = wish(&vault, &batch, args)?;
    let (noted, plan) = make(&mut vault, &batch, wish, seed, Context::now())?;
    let learnt = vault.learnt_layout(&batch)?;
    context.printer.print(&Shown::of(&noted, &plan, learnt.as_ref(), 0))?;
    Ok(Exit::Good)
}

fn wish(vault: &Vault, batch: &Batch, args: PlanArgs) -> Result<Wish, Failure> {
    let critical = critical(&args)?;
    let supplier = match args.supplier {
        Some(name) => name,
        None => supplier(vault, batch)?,
    };
    Ok(Wish {
        lot: args.lot,
        records: args.records,
        standard: args.standard,
        level: args.level,
        aql: args.aql,
        minor_aql: args.minor_aql.unwrap_or_else(|| Aql::USUAL_MINOR.max(args.aql)),
        critical,
        severity: args.severity,
        supplier,
        resubmitted: args.resubmitted,
    })
}

fn critical(args: &PlanArgs) -> Result<Critical, Failure> {
    match (args.critical, args.confidence, args.limit) {
        (CriticalArg::ZeroAcceptance, confidence, limit) => Ok(Critical::ZeroAcceptance {
            confidence: confidence.unwrap_or(Confidence::USUAL),
            limit: limit.unwrap_or(Share::USUAL),
        }),
        (CriticalArg::Ac0, None, None) => Ok(Critical::Ac0),
        (CriticalArg::All, None, None) => Ok(Critical::All),
        (CriticalArg::Ac0 | CriticalArg::All, ..) => {
            let sentence = "--confidence and --limit are for --critical zero-acceptance";
            Err(Failure::say(Exit::Input, sentence)
                .hint("say --critical zero-acceptance with them"))
        }
    }
}

/// Who was sent the batch's last order, else whom the vault is set to.
fn supplier(vault: &Vault, batch: &Batch) -> Result<String, Failure> {
    let mut sent = vault.submissions()?;
    sent.retain(|order| order.batch.as_ref() == Some(&batch.name) && order.state.stands());
    if let Some(last) = sent.into_iter().max_by_key(|order| order.updated_at) {
        return Ok(last.key.provider);
    }
    let set = vault.setting(connect::PROVIDER)?;
    Ok(set.unwrap_or_else(|| Name::default().to_string()))
}

/// Shows a plan again.
pub(crate) fn show(context: &Context, plan_id: &str) -> Outcome {
    let vault = context.vault()?;
    let (noted, session) = planned(&vault, plan_id)?;
    let judged = Tally::of(&session).inspected;
    let learnt = vault.learnt_layout(&vault.batch(&noted.batch)?)?;
    context.printer.print(&Shown::of(&noted, session.plan(), learnt.as_ref(), judged))?;
    Ok(exit_of_verdict(account::verdict(noted.state)))
}

/// A rejected lot is checked and not good, however often it is looked at.
pub(super) fn exit_of_verdict(verdict: LotVerdict) -> Exit {
    match verdict {
        LotVerdict::Accepted | LotVerdict::Unfinished => Exit::Good,
        LotVerdict::Rejected => Exit::NotGood,
    }
}
