//! `order commit`: the only command that spends money.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_desk::order::commit::{Look, Ready, Spent};
use tapsmith_desk::order::{Desk, News};
use tapsmith_orders::price::Estimate;
use tapsmith_orders::{Money, Provider};
use tapsmith_store::{OpenVault, Submission};

use super::circuit::Circuit;
use super::estimate;
use super::price::Shown;
use super::talk::tell;
use crate::args::CommitArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

/// What came of it.
#[derive(Debug, Serialize)]
struct Commits {
    place: String,
    /// Whether nothing is made or charged there.
    rehearsal: bool,
    orders: Vec<Line>,
    /// What the orders that were committed just now cost, as far as the printer said so.
    total: String,
}

/// What came of an order.
#[derive(Debug, Serialize)]
struct Line {
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

/// An order, looked at, and what it will cost.
struct Planned {
    reference: String,
    look: Look,
    estimate: Estimate,
}

/// Shows what orders will cost, asks, and has them made.
pub(crate) fn run(context: &Context, args: &CommitArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let name = connect::name(&args.provider, Some(&vault))?;
    let provider = connect::to(context, &args.provider, name)?;
    let mut clerk = Clerk { vault: &mut vault, provider: &*provider };
    let planned = clerk.plan_all(&args.references)?;
    show(&planned)?;
    let is_open = planned.iter().any(|planned| matches!(planned.look, Look::Ready(_)));
    if is_open {
        check_cap(context, args, &planned)?;
        ask(context, &planned)?;
    }
    let (orders, spent, worst) = clerk.commit_all(planned, args.max_total);
    let place = tapsmith_desk::order::Place::of(&*provider);
    context.printer.print(&Commits {
        place: place.place,
        rehearsal: place.rehearsal,
        orders,
        total: spent.to_string(),
    })?;
    worst.map_or(Ok(Exit::Good), Err)
}

/// What is shown before anybody is asked: on stderr, for it is talk.
fn show(planned: &[Planned]) -> Result<(), Failure> {
    let mut out = io::stderr().lock();
    for Planned { reference, look, estimate } in planned {
        match look {
            Look::Already(_) => writeln!(out, "{reference}: committed already")?,
            Look::Ready(ready) => {
                let cards = ready.submission.cards;
                let shown = Shown::of(estimate);
                writeln!(out, "{reference}: {cards} cards, about {} EUR", shown.total)?;
                shown.text(&mut out)?;
            }
        }
    }
    Ok(())
}

/// What the orders that are still open will cost.
fn sum(planned: &[Planned]) -> Money {
    let open = planned.iter().filter(|planned| matches!(planned.look, Look::Ready(_)));
    open.map(|planned| planned.estimate.total()).sum()
}

/// Refuses what costs more than the user wants to spend, or may.
fn check_cap(context: &Context, args: &CommitArgs, planned: &[Planned]) -> Result<(), Failure> {
    let Some(cap) = args.max_total else { return Ok(()) };
    let total = sum(planned);
    if total > cap {
        let sentence = format!("the estimate is {total} EUR, and --max-total is {cap}");
        return Err(Failure::say(Exit::Refused, sentence)
            .hint("nothing was committed: raise --max-total, or commit fewer orders"));
    }
    let open = planned.iter().filter(|planned| matches!(planned.look, Look::Ready(_)));
    let missing: Vec<_> = open.flat_map(|planned| planned.estimate.missing.clone()).collect();
    if missing.is_empty() || context.global.yes {
        return Ok(());
    }
    let missing = missing.join(", ");
    let sentence = format!("--max-total cannot be kept: there is no price for {missing}");
    Err(Failure::say(Exit::Refused, sentence)
        .hint("nothing was committed: say --yes to commit without knowing, or ask the printer"))
}

/// Asks whether to spend the money. Without a terminal, `--yes` says so.
fn ask(context: &Context, planned: &[Planned]) -> Result<(), Failure> {
    if context.global.yes {
        return Ok(());
    }
    let open = planned.iter().filter(|planned| matches!(planned.look, Look::Ready(_))).count();
    let what = format!("this commits {open} orders, for about {} EUR", sum(planned));
    let refused = || Failure::say(Exit::Refused, &what).hint("confirm it with --yes");
    if !io::stdin().is_terminal() {
        return Err(refused());
    }
    let mut stderr = io::stderr().lock();
    write!(stderr, "{what}, and cannot be undone. Type yes to go on: ")?;
    stderr.flush()?;
    let mut typed = String::new();
    io::stdin().read_line(&mut typed)?;
    if typed.trim() == "yes" { Ok(()) } else { Err(refused()) }
}

/// Commits one order after the other.
struct Clerk<'c> {
    vault: &'c mut OpenVault,
    provider: &'c dyn Provider,
}

impl Clerk<'_> {
    fn plan_all(&mut self, references: &[String]) -> Result<Vec<Planned>, Failure> {
        let mut planned: Vec<Planned> = Vec::new();
        for reference in references {
            check_interrupted()?;
            // Named twice it is still one order.
            if planned.iter().all(|planned| planned.reference != *reference) {
                planned.push(self.plan(reference)?);
            }
        }
        Ok(planned)
    }

    fn plan(&mut self, reference: &str) -> Result<Planned, Failure> {
        let look = self.desk(|desk| desk.look_to_commit(reference))?;
        let estimate = match look {
            Look::Ready(_) => estimate::of(self.vault, self.provider, reference)?,
            Look::Already(_) => Estimate::default(),
        };
        Ok(Planned { reference: reference.to_owned(), look, estimate })
    }

    /// What came of each, what it cost in all, and how the program ends if not all went well.
    fn commit_all(
        &mut self,
        planned: Vec<Planned>,
        cap: Option<Money>,
    ) -> (Vec<Line>, Money, Option<Failure>) {
        let (mut spent, mut left) = (Money::ZERO, sum(&planned));
        let mut circuit = Circuit::default();
        let mut lines = Vec::new();
        for Planned { reference, look, estimate } in planned {
            let ready = match look {
                Look::Already(submission) => {
                    lines.push(Line::of("already", submission));
                    continue;
                }
                Look::Ready(ready) => ready,
            };
            let path = std::path::PathBuf::from(&reference);
            let too_much = cap.is_some_and(|cap| spent + left > cap);
            if too_much && !circuit.is_open() {
                circuit.stop(&path, above(spent, left, cap));
            }
            if circuit.is_open() || check_interrupted().is_err() {
                circuit.not_tried(&path);
                lines.push(Line::not_done("not_tried", reference, None));
                continue;
            }
            let total = estimate.total();
            left = left - total;
            match self.commit(ready, &estimate) {
                Ok(Spent { submission, .. }) => {
                    circuit.succeeded();
                    let said = submission.total.as_ref().and_then(|total| total.parse().ok());
                    spent = spent + said.unwrap_or(total);
                    lines.push(Line::of("committed", submission));
                }
                Err(failure) => {
                    let unknown = failure.exit() == Exit::Unknown;
                    // It may have been spent.
                    spent = if unknown { spent + total } else { spent };
                    let outcome = if unknown { "unknown" } else { "failed" };
                    lines.push(Line::not_done(outcome, reference, Some(failure.sentence())));
                    circuit.failed(&path, failure);
                }
            }
        }
        (lines, spent, circuit.into_failure())
    }

    fn commit(&mut self, ready: Ready, estimate: &Estimate) -> Result<Spent, Failure> {
        let total = (!estimate.charges.is_empty()).then(|| estimate.total());
        self.desk(|desk| desk.commit(ready, total))
    }

    fn desk<T>(
        &mut self,
        job: impl FnOnce(&mut Desk<'_>) -> Result<T, tapsmith_desk::order::OrderError>,
    ) -> Result<T, Failure> {
        let mut tell = |news: News<'_>| tell(&news);
        let mut desk = Desk {
            vault: self.vault,
            provider: self.provider,
            clock: &Context::now,
            tell: &mut tell,
        };
        Ok(job(&mut desk)?)
    }
}

fn above(spent: Money, left: Money, cap: Option<Money>) -> Failure {
    let cap = cap.unwrap_or_default();
    Failure::say(
        Exit::Refused,
        format_args!("{spent} EUR are spent and about {left} are left: --max-total is {cap}"),
    )
    .hint("raise --max-total for the rest")
}

impl Line {
    fn of(outcome: &'static str, submission: Submission) -> Self {
        let Submission { key, estimate, total, .. } = submission;
        Self { reference: key.reference, outcome, estimate, total, message: None }
    }

    fn not_done(outcome: &'static str, reference: String, message: Option<String>) -> Self {
        Self { reference, outcome, estimate: None, total: None, message }
    }
}
