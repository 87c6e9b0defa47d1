//! A submission as a row, and one step of it.

use jiff::Timestamp;

use super::{Submission, SubmissionKey};
use crate::batch::name_of;
use crate::error::Error;
use crate::guard::Reader;
use crate::history::{Event, OrderAt};
use crate::open::OpenVault;
use crate::rows::{Column as _, Row, SUBMISSIONS, Value, Wanted};

impl SubmissionKey {
    /// The one row.
    pub(super) fn wanted(&self) -> Wanted {
        let wanted = Wanted::with("provider", &self.provider).and("place", &self.place);
        wanted.and("reference", &self.reference)
    }
}

impl Submission {
    /// The row; `batch` is the number of its batch.
    pub(super) fn values(&self, batch: Option<i64>) -> Vec<Value> {
        vec![
            self.key.provider.to_value(),
            self.key.place.to_value(),
            self.key.reference.to_value(),
            self.account.to_value(),
            batch.to_value(),
            self.cards.cast_signed().to_value(),
            self.rehearsal.to_value(),
            self.state.to_value(),
            self.content.to_value(),
            self.remote_id.to_value(),
            self.status.to_value(),
            self.estimate.to_value(),
            self.total.to_value(),
            self.attempted_at.to_value(),
            self.updated_at.to_value(),
        ]
    }

    pub(super) fn of(row: &Row<'_>, reader: &Reader<'_>) -> Result<Self, Error> {
        let key = SubmissionKey {
            provider: row.get("provider")?,
            place: row.get("place")?,
            reference: row.get("reference")?,
        };
        let batch: Option<i64> = row.get("batch")?;
        Ok(Self {
            key,
            account: row.get("account")?,
            batch: batch.map(|number| name_of(reader, number)).transpose()?,
            cards: row.get::<i64>("cards")?.cast_unsigned(),
            rehearsal: row.get("rehearsal")?,
            state: row.get("state")?,
            content: row.get("content")?,
            remote_id: row.get("remote_id")?,
            status: row.get("status")?,
            estimate: row.get("estimate")?,
            total: row.get("total")?,
            attempted_at: row.get("attempted_at")?,
            updated_at: row.get("updated_at")?,
        })
    }

    /// That the state machine has no such step.
    pub(super) fn refuse(&self) -> Error {
        Error::NotInState { reference: self.key.reference.clone(), state: self.state }
    }

    /// As an event names it.
    pub(super) fn at(&self) -> OrderAt<'_> {
        OrderAt {
            reference: &self.key.reference,
            provider: &self.key.provider,
            place: &self.key.place,
            remote_id: self.remote_id.as_deref(),
            total: self.total.as_deref(),
        }
    }
}

impl OpenVault {
    /// One step, in one change. `next` says what comes of what is there, or that nothing does: then
    /// nothing is written. `event` says what happened to what came of it.
    pub(super) fn step(
        &mut self,
        key: &SubmissionKey,
        now: Timestamp,
        next: impl FnOnce(&Submission) -> Result<Option<Submission>, Error>,
        event: impl FnOnce(&Submission) -> Event<'_>,
    ) -> Result<Submission, Error> {
        let (mut change, _) = self.change()?;
        let row = change.reader().first(&SUBMISSIONS, &key.wanted())?;
        let row = row.ok_or_else(|| Error::NotSubmitted { key: key.clone() })?;
        let before = Submission::of(&row, &change.reader())?;
        let Some(after) = next(&before)? else { return Ok(before) };
        let after = Submission { updated_at: now, ..after };
        change.put(&SUBMISSIONS, after.values(row.get("batch")?))?;
        change.note(&event(&after), now)?;
        change.commit()?;
        Ok(after)
    }
}
