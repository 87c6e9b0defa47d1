//! Plans and their events as they stand in the vault.

use super::{NotedEvent, NotedPlan};
use crate::error::Error;
use crate::rows::{QA_EVENTS, QA_PLANS, Wanted};
use crate::vault::Vault;

impl Vault {
    /// The plan called `plan_id`.
    ///
    /// # Errors
    /// [`Error::NoPlan`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn qa_plan(&self, plan_id: &str) -> Result<NotedPlan, Error> {
        Ok(NotedPlan::find(&self.reader(), plan_id)?.0)
    }

    /// All plans, in the order in which they were made.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn qa_plans(&self) -> Result<Vec<NotedPlan>, Error> {
        let reader = self.reader();
        let mut plans = reader.all(&QA_PLANS, &Wanted::all(), |row| NotedPlan::of(row, &reader))?;
        plans.sort_by_key(|plan| plan.number);
        Ok(plans)
    }

    /// What happened at the desk, oldest first.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn qa_events(&self, plan_id: &str) -> Result<Vec<NotedEvent>, Error> {
        let wanted = Wanted::with("plan_id", &plan_id.to_owned());
        self.reader().all(&QA_EVENTS, &wanted, NotedEvent::of)
    }
}
