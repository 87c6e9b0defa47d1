//! What a provider says of an order later on, and its end.

use jiff::Timestamp;

use super::{Submission, SubmissionKey, SubmissionState};
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;

impl OpenVault {
    /// Says which word the provider has for the order's state now. Its old word changes nothing.
    ///
    /// # Errors
    /// [`Error::NotInState`] of one whose outcome is unknown; [`Error::NotSubmitted`];
    /// [`Error::Busy`], [`Error::Full`].
    pub fn submission_status(
        &mut self,
        key: &SubmissionKey,
        status: &str,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let said = |before: &Submission| match before.state {
            SubmissionState::Sending => Err(before.refuse()),
            state => Ok(before.saying(status, state)),
        };
        self.step(key, now, said, |after| Event::OrderStatus {
            order: after.at(),
            status: after.status.as_deref().unwrap_or_default(),
        })
    }

    /// Says that the order was cancelled or refunded, and the provider's word for it.
    ///
    /// # Errors
    /// [`Error::NotInState`] of one whose outcome is unknown; [`Error::NotSubmitted`];
    /// [`Error::Busy`], [`Error::Full`].
    pub fn submission_ended(
        &mut self,
        key: &SubmissionKey,
        status: &str,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let ended = |before: &Submission| match before.state {
            SubmissionState::Sending => Err(before.refuse()),
            _ => Ok(before.saying(status, SubmissionState::Ended)),
        };
        self.step(key, now, ended, |after| Event::OrderEnded {
            order: after.at(),
            status: after.status.as_deref().unwrap_or_default(),
        })
    }
}

impl Submission {
    /// With this word and state, if either is new.
    fn saying(&self, status: &str, state: SubmissionState) -> Option<Self> {
        let new = self.status.as_deref() != Some(status) || self.state != state;
        new.then(|| Self { status: Some(status.to_owned()), state, ..self.clone() })
    }
}
