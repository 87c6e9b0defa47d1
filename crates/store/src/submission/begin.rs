//! An order is about to be sent.

use jiff::Timestamp;

use super::{NewSubmission, Submission, SubmissionState, server};
use crate::batch::number;
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::SUBMISSIONS;

impl OpenVault {
    /// Says, on disk before it returns, that an order is about to be sent: it is then
    /// [`SubmissionState::Sending`]. Said again with the same content, its outcome unknown, this is
    /// one try more; one that was refused begins anew.
    ///
    /// # Errors
    /// [`Error::SubmittedAlready`] if the provider has it, or had; [`Error::OtherContent`] if
    /// something else may have been sent under its reference; [`Error::NoBatch`]; [`Error::Busy`],
    /// [`Error::Full`].
    pub fn begin_submission(
        &mut self,
        new: &NewSubmission<'_>,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let (mut change, _) = self.change()?;
        let number = |batch| number(&change.reader(), batch);
        let mut batch = new.batch.map(number).transpose()?;
        let mut begun = new.begun(now);
        if let Some(row) = change.reader().first(&SUBMISSIONS, &new.key.wanted())? {
            let before = Submission::of(&row, &change.reader())?;
            if new.is_again(&before)? {
                batch = row.get("batch")?;
                begun = Submission { attempted_at: now, updated_at: now, ..before };
            }
        }
        change.put(&SUBMISSIONS, begun.values(batch))?;
        let to = server(&new.key.provider, &new.key.place);
        change.note(&new.event(&begun, &to), now)?;
        change.commit()?;
        Ok(begun)
    }
}

impl NewSubmission<'_> {
    /// Whether this is one more try of what is there, or a new beginning.
    fn is_again(&self, before: &Submission) -> Result<bool, Error> {
        let reference = before.key.reference.clone();
        match before.state {
            SubmissionState::Sending if before.content == self.content => Ok(true),
            SubmissionState::Sending => Err(Error::OtherContent { reference }),
            SubmissionState::Refused => Ok(false),
            state => Err(Error::SubmittedAlready { reference, state }),
        }
    }

    fn begun(&self, now: Timestamp) -> Submission {
        Submission {
            key: self.key.clone(),
            account: self.account.map(str::to_owned),
            batch: self.batch.map(|batch| batch.name.clone()),
            cards: self.cards,
            rehearsal: self.rehearsal,
            state: SubmissionState::Sending,
            content: self.content,
            remote_id: None,
            status: None,
            estimate: None,
            total: None,
            attempted_at: now,
            updated_at: now,
        }
    }

    fn event<'e>(&self, begun: &'e Submission, to: &'e str) -> Event<'e> {
        let reference = &*begun.key.reference;
        match self.keys {
            Some(records) => {
                Event::KeysDisclosed { batch: begun.batch.as_ref(), reference, to, records }
            }
            None => Event::OrderSending { reference, to },
        }
    }
}
