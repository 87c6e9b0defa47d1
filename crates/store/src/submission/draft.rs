//! The outcome of sending: the provider has the order, or refused it.

use jiff::Timestamp;

use super::{Submission, SubmissionKey, SubmissionState};
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;

impl OpenVault {
    /// Says that the provider has the order, calls it `remote_id`, and makes nothing yet. Said again
    /// nothing changes.
    ///
    /// # Errors
    /// [`Error::OtherOrder`] if the provider called it something else before; [`Error::NotInState`],
    /// [`Error::NotSubmitted`]; [`Error::Busy`], [`Error::Full`].
    pub fn submission_drafted(
        &mut self,
        key: &SubmissionKey,
        remote_id: &str,
        status: Option<&str>,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let drafted = |before: &Submission| match (before.state, &before.remote_id) {
            (SubmissionState::Sending, _) => Ok(Some(Submission {
                state: SubmissionState::Draft,
                remote_id: Some(remote_id.to_owned()),
                status: status.map(str::to_owned),
                ..before.clone()
            })),
            (SubmissionState::Draft, Some(known)) if known == remote_id => Ok(None),
            (SubmissionState::Draft, Some(known)) => Err(Error::OtherOrder {
                reference: key.reference.clone(),
                known: known.clone(),
                found: remote_id.to_owned(),
            }),
            _ => Err(before.refuse()),
        };
        self.step(key, now, drafted, |after| Event::OrderDrafted { order: after.at() })
    }

    /// Says that the provider refused the order: it is not there, and may be sent again.
    ///
    /// # Errors
    /// [`Error::NotInState`], [`Error::NotSubmitted`]; [`Error::Busy`], [`Error::Full`].
    pub fn submission_refused(
        &mut self,
        key: &SubmissionKey,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let refused = |before: &Submission| match before.state {
            SubmissionState::Sending => {
                Ok(Some(Submission { state: SubmissionState::Refused, ..before.clone() }))
            }
            _ => Err(before.refuse()),
        };
        self.step(key, now, refused, |after| Event::OrderRefused { order: after.at() })
    }
}
