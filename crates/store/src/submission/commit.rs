//! Committing: from then on the cards are made, and cost money.

use jiff::Timestamp;

use super::{Submission, SubmissionKey, SubmissionState};
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;

impl OpenVault {
    /// Says, on disk before it returns, that the order is about to be committed, for what the provider
    /// says it will cost: it is then [`SubmissionState::Committing`]. Said again this is one try more.
    ///
    /// # Errors
    /// [`Error::NotInState`], [`Error::NotSubmitted`]; [`Error::Busy`], [`Error::Full`].
    pub fn begin_commit(
        &mut self,
        key: &SubmissionKey,
        estimate: Option<&str>,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let committing = |before: &Submission| match before.state {
            SubmissionState::Draft | SubmissionState::Committing => Ok(Some(Submission {
                state: SubmissionState::Committing,
                estimate: estimate.map(str::to_owned).or_else(|| before.estimate.clone()),
                attempted_at: now,
                ..before.clone()
            })),
            _ => Err(before.refuse()),
        };
        self.step(key, now, committing, |after| Event::OrderCommitting {
            order: after.at(),
            estimate: after.estimate.as_deref(),
        })
    }

    /// Says that the order was not committed: the provider said no, or nothing was sent. It is a draft
    /// as before.
    ///
    /// # Errors
    /// [`Error::NotInState`], [`Error::NotSubmitted`]; [`Error::Busy`], [`Error::Full`].
    pub fn commit_failed(
        &mut self,
        key: &SubmissionKey,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let failed = |before: &Submission| match before.state {
            SubmissionState::Committing => {
                Ok(Some(Submission { state: SubmissionState::Draft, ..before.clone() }))
            }
            _ => Err(before.refuse()),
        };
        self.step(key, now, failed, |after| Event::OrderNotCommitted { order: after.at() })
    }

    /// Says that the order is committed, by us or by somebody else. Said again, a total that was not
    /// known yet is filled in, and nothing else changes.
    ///
    /// # Errors
    /// [`Error::NotInState`], [`Error::NotSubmitted`]; [`Error::Busy`], [`Error::Full`].
    pub fn submission_committed(
        &mut self,
        key: &SubmissionKey,
        status: Option<&str>,
        total: Option<&str>,
        now: Timestamp,
    ) -> Result<Submission, Error> {
        let committed = |before: &Submission| {
            let total = before.total.clone().or_else(|| total.map(str::to_owned));
            match before.state {
                SubmissionState::Draft | SubmissionState::Committing => Ok(Some(Submission {
                    state: SubmissionState::Committed,
                    // The word of the draft is the draft's.
                    status: status.map(str::to_owned),
                    total,
                    ..before.clone()
                })),
                SubmissionState::Committed if total == before.total => Ok(None),
                SubmissionState::Committed => Ok(Some(Submission { total, ..before.clone() })),
                _ => Err(before.refuse()),
            }
        };
        self.step(key, now, committed, |after| Event::OrderCommitted { order: after.at() })
    }
}
