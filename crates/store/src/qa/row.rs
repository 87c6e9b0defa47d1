//! Plans and events as rows.

use super::{NotedEvent, NotedPlan};
use crate::batch::name_of;
use crate::error::Error;
use crate::guard::Reader;
use crate::rows::{Column as _, QA_PLANS, Row, Value, Wanted};

impl NotedPlan {
    /// The row; `batch` is the number of its batch.
    pub(super) fn values(&self, batch: i64) -> Vec<Value> {
        vec![
            self.plan_id.to_value(),
            batch.to_value(),
            self.number.to_value(),
            self.supplier.to_value(),
            self.state.to_value(),
            self.rehearsal.to_value(),
            self.plan.to_value(),
            self.outcome.to_value(),
            self.made_at.to_value(),
            self.judged_at.to_value(),
        ]
    }

    pub(super) fn of(row: &Row<'_>, reader: &Reader<'_>) -> Result<Self, Error> {
        Ok(Self {
            plan_id: row.get("plan_id")?,
            batch: name_of(reader, row.get("batch")?)?,
            number: row.get("number")?,
            supplier: row.get("supplier")?,
            state: row.get("state")?,
            rehearsal: row.get("rehearsal")?,
            plan: row.get("plan")?,
            outcome: row.get("outcome")?,
            made_at: row.get("made_at")?,
            judged_at: row.get("judged_at")?,
        })
    }

    /// The plan with this name, and the number of its batch.
    pub(super) fn find(reader: &Reader<'_>, plan_id: &str) -> Result<(Self, i64), Error> {
        let row = reader.first(&QA_PLANS, &Wanted::with("plan_id", &plan_id.to_owned()))?;
        let row = row.ok_or_else(|| Error::NoPlan { plan_id: plan_id.to_owned() })?;
        Ok((Self::of(&row, reader)?, row.get("batch")?))
    }
}

impl NotedEvent {
    pub(super) fn values(&self, plan_id: &str) -> Vec<Value> {
        vec![
            plan_id.to_owned().to_value(),
            self.number.to_value(),
            self.at.to_value(),
            self.operator.to_value(),
            self.event.to_value(),
        ]
    }

    pub(super) fn of(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            number: row.get("number")?,
            at: row.get("at")?,
            operator: row.get("operator")?,
            event: row.get("event")?,
        })
    }
}
