//! A plan is made, its events are added, it is judged.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;

use super::{NotedEvent, NotedPlan, PlanState};
use crate::batch::number;
use crate::error::Error;
use crate::guard::Reader;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{QA_EVENTS, QA_PLANS, Wanted};

/// A plan about to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewPlan<'n> {
    /// The batch whose cards were delivered.
    pub batch: &'n Batch,
    /// Who delivered them.
    pub supplier: &'n str,
    /// The plan, as JSON.
    pub plan: &'n str,
    /// How many cards are drawn.
    pub cards: u64,
}

impl OpenVault {
    /// Keeps a plan, and names it: `BATCH-qa-1`, `BATCH-qa-2`, ...
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn make_qa_plan(&mut self, new: NewPlan<'_>, now: Timestamp) -> Result<NotedPlan, Error> {
        let (mut change, _) = self.change()?;
        let NewPlan { batch, supplier, plan, cards } = new;
        let batch_number = number(&change.reader(), batch)?;
        let (all, of_batch) = counts(&change.reader(), batch_number)?;
        let noted = NotedPlan {
            plan_id: format!("{}-qa-{}", batch.name, of_batch.saturating_add(1)),
            batch: batch.name.clone(),
            number: all.saturating_add(1),
            supplier: supplier.to_owned(),
            state: PlanState::Open,
            rehearsal: false,
            plan: plan.to_owned(),
            outcome: None,
            made_at: now,
            judged_at: None,
        };
        change.insert(&QA_PLANS, noted.values(batch_number))?;
        let event = Event::QaPlanned { plan: &noted.plan_id, batch: &batch.name, cards };
        change.note(&event, now)?;
        change.commit()?;
        Ok(noted)
    }

    /// Adds an event: on disk before it returns. `number` is its place, one after the last that the caller
    /// knows. `rehearsal` says whether it is about a card of software; a plan stays a rehearsal.
    ///
    /// # Errors
    /// [`Error::PlanMoved`] if another desk was faster; [`Error::PlanJudged`], [`Error::NoPlan`];
    /// [`Error::Busy`], [`Error::Full`].
    pub fn add_qa_event(
        &mut self,
        plan_id: &str,
        event: &NotedEvent,
        rehearsal: bool,
    ) -> Result<(), Error> {
        let (mut change, _) = self.change()?;
        let (plan, batch) = open(&change.reader(), plan_id)?;
        if last_number(&change.reader(), &plan)?.checked_add(1) != Some(event.number) {
            return Err(Error::PlanMoved { plan_id: plan.plan_id });
        }
        change.insert(&QA_EVENTS, event.values(plan_id))?;
        if rehearsal && !plan.rehearsal {
            change.put(&QA_PLANS, NotedPlan { rehearsal, ..plan }.values(batch))?;
        }
        change.commit()
    }

    /// Judges the plan, for good, by its events up to number `last`. `outcome` is JSON.
    ///
    /// # Errors
    /// [`Error::PlanMoved`] if there are later ones; [`Error::PlanJudged`], [`Error::NoPlan`]; [`Error::Busy`],
    /// [`Error::Full`].
    pub fn judge_qa_plan(
        &mut self,
        plan_id: &str,
        last: u32,
        accepted: bool,
        outcome: &str,
        now: Timestamp,
    ) -> Result<NotedPlan, Error> {
        let (mut change, _) = self.change()?;
        let (plan, batch) = open(&change.reader(), plan_id)?;
        if last_number(&change.reader(), &plan)? != last {
            return Err(Error::PlanMoved { plan_id: plan.plan_id });
        }
        let state = if accepted { PlanState::Accepted } else { PlanState::Rejected };
        let (outcome, judged_at) = (Some(outcome.to_owned()), Some(now));
        let judged = NotedPlan { state, outcome, judged_at, ..plan };
        change.put(&QA_PLANS, judged.values(batch))?;
        let event = Event::QaJudged {
            plan: plan_id,
            batch: &judged.batch,
            verdict: &state.to_string(),
            rehearsal: judged.rehearsal,
        };
        change.note(&event, now)?;
        change.commit()?;
        Ok(judged)
    }
}

/// How many plans there are, and how many of them are of this batch.
fn counts(reader: &Reader<'_>, batch: i64) -> Result<(u32, u32), Error> {
    let of: Vec<i64> = reader.all(&QA_PLANS, &Wanted::all(), |row| row.get("batch"))?;
    let count = |wanted: usize| u32::try_from(wanted).unwrap_or(u32::MAX);
    Ok((count(of.len()), count(of.iter().filter(|number| **number == batch).count())))
}

/// The number of the plan's last event; 0 if there is none.
fn last_number(reader: &Reader<'_>, plan: &NotedPlan) -> Result<u32, Error> {
    let wanted = Wanted::with("plan_id", &plan.plan_id).backwards();
    let last = reader.first(&QA_EVENTS, &wanted)?;
    Ok(last.map(|row| row.get("number")).transpose()?.unwrap_or_default())
}

/// The plan, if it is not judged yet, and the number of its batch.
fn open(reader: &Reader<'_>, plan_id: &str) -> Result<(NotedPlan, i64), Error> {
    let (plan, batch) = NotedPlan::find(reader, plan_id)?;
    match plan.state {
        PlanState::Open => Ok((plan, batch)),
        state => Err(Error::PlanJudged { plan_id: plan.plan_id, state }),
    }
}
