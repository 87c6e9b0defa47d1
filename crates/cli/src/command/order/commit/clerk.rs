//! Orders committed, one after the other.

use tapsmith_desk::order::commit::{Look, Ready, Spent};
use tapsmith_orders::price::Estimate;
use tapsmith_orders::{Money, Provider};
use tapsmith_store::OpenVault;

use super::super::at_desk::at_desk;
use super::super::circuit::Circuit;
use super::super::estimate;
use super::ask::{Planned, whole};
use super::line::Line;
use crate::context::check_interrupted;
use crate::exit::Exit;
use crate::failure::Failure;

/// Commits one order after the other.
pub(super) struct Clerk<'c> {
    pub(super) vault: &'c mut OpenVault,
    pub(super) provider: &'c dyn Provider,
}

impl Clerk<'_> {
    pub(super) fn plan_all(&mut self, references: &[String]) -> Result<Vec<Planned>, Failure> {
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
        let look = at_desk(self.vault, self.provider, |desk| desk.look_to_commit(reference))?;
        let estimate = match look {
            Look::Ready(ref ready) => estimate::of(self.vault, self.provider, &ready.submission)?,
            Look::Already(_) => Estimate::default(),
        };
        Ok(Planned { reference: reference.to_owned(), look, estimate })
    }

    /// What came of each, what it cost in all, and how the program ends if not all went well.
    pub(super) fn commit_all(
        &mut self,
        planned: Vec<Planned>,
        cap: Option<Money>,
    ) -> (Vec<Line>, Money, Option<Failure>) {
        let (mut spent, mut counted, mut left) =
            (Money::ZERO, Money::ZERO, whole(&planned).total());
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
            let too_much = cap.is_some_and(|cap| counted + left > cap);
            if too_much && !circuit.is_open() {
                circuit.stop(&reference, above(counted, left, cap));
            }
            if circuit.is_open() || check_interrupted().is_err() {
                circuit.not_tried(&reference);
                lines.push(Line::not_done("not_tried", reference, None));
                continue;
            }
            let total = estimate.total();
            left = left - total;
            match self.commit(ready, &estimate) {
                Ok(Spent { submission }) => {
                    circuit.succeeded();
                    let said: Option<Money> =
                        submission.total.as_ref().and_then(|total| total.parse().ok());
                    spent = spent + said.unwrap_or_default();
                    counted = counted + said.unwrap_or(total);
                    lines.push(Line::of("committed", submission));
                    if let Some(cap) = cap.filter(|cap| counted > *cap) {
                        circuit.stop(&reference, charged(counted, cap));
                    }
                }
                Err(failure) => {
                    let unknown = failure.exit() == Exit::Unknown;
                    // It may have been spent.
                    counted = if unknown { counted + total } else { counted };
                    let outcome = if unknown { "unknown" } else { "failed" };
                    let message = Some(failure.sentence());
                    lines.push(Line::not_done(outcome, reference.clone(), message));
                    circuit.failed(reference, failure);
                }
            }
        }
        (lines, spent, circuit.into_failure())
    }

    fn commit(&mut self, ready: Ready, estimate: &Estimate) -> Result<Spent, Failure> {
        let total = (!estimate.charges.is_empty()).then(|| estimate.total());
        Ok(at_desk(self.vault, self.provider, |desk| desk.commit(ready, total))?)
    }
}

/// It is spent: nothing takes that back.
fn charged(spent: Money, cap: Money) -> Failure {
    let sentence = format!("the printer charged {spent} EUR, more than --max-total {cap}");
    Failure::say(Exit::Refused, sentence).hint("it is committed: talk to the printer")
}

fn above(spent: Money, left: Money, cap: Option<Money>) -> Failure {
    let cap = cap.unwrap_or_default();
    Failure::say(
        Exit::Refused,
        format_args!("{spent} EUR are spent and about {left} are left: --max-total is {cap}"),
    )
    .hint("raise --max-total for the rest")
}
