//! Committing: the one thing that spends money.
//!
//! The vault says that an order is about to be committed before the request leaves. Without an answer
//! the order's own status is asked for, and the request is not sent again before somebody says so.

use tapsmith_orders::provider::{Committed, RemoteOrder, Stage, Status};
use tapsmith_orders::{CallError, Money};
use tapsmith_store::{Submission, SubmissionKey, SubmissionState};

use super::desk::{Desk, News};
use super::doubt::{ids, until_settled};
use super::error::OrderError;

/// A draft that can be committed: it was looked at just now.
#[derive(Debug)]
pub struct Ready {
    /// What is known of it.
    pub submission: Submission,
    /// What the provider calls it.
    id: String,
}

/// Whether an order can be committed.
#[derive(Debug)]
pub enum Look {
    /// It is a draft.
    Ready(Ready),
    /// It is committed already, and nothing is left to do.
    Already(Submission),
}

/// What came of committing an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// What is known of it now.
    pub submission: Submission,
}

impl Desk<'_> {
    /// Looks whether the order can be committed: it is at the provider's, once, and a draft. Nothing is
    /// sent that changes anything.
    ///
    /// # Errors
    /// [`OrderError`].
    pub fn look_to_commit(&mut self, reference: &str) -> Result<Look, OrderError> {
        let key = self.key(reference);
        let known = self.vault.submission(&key)?.ok_or_else(|| OrderError::NotSent {
            reference: reference.to_owned(),
            place: key.place.clone(),
        })?;
        match (known.state, known.remote_id.clone()) {
            (SubmissionState::Draft | SubmissionState::Committing, Some(id)) => {
                let reference = known.key.reference.clone();
                let in_doubt = known.state == SubmissionState::Committing;
                self.look_at_draft(known, id).map_err(|error| match error {
                    // That nobody could look says nothing of what was sent before.
                    OrderError::Call(why) if in_doubt && !matches!(why, CallError::Interrupted) => {
                        OrderError::CommitUnsure { reference, why: Some(Box::new(why)) }
                    }
                    error => error,
                })
            }
            (SubmissionState::Committed, _) => Ok(Look::Already(known)),
            (state, _) => Err(OrderError::State { reference: reference.to_owned(), state }),
        }
    }

    fn look_at_draft(&mut self, known: Submission, id: String) -> Result<Look, OrderError> {
        let reference = known.key.reference.clone();
        self.check_account(&known)?;
        let found = self.provider.find(&reference)?;
        if found.iter().any(|order| order.id != id) {
            return Err(OrderError::Doubled { reference, ids: ids(&found) });
        }
        let order = if known.state == SubmissionState::Committing {
            // It may be on its way: a draft is one only when it cannot become more any more.
            self.until_committed(&id, &known)?
        } else {
            self.order(&reference, &id)?
        };
        // Without a word nobody knows.
        let status = word_of(&order).unwrap_or_else(|| Status(String::new()));
        match status.stage(self.provider.name()) {
            Stage::Draft => Ok(Look::Ready(Ready { submission: known, id })),
            Stage::Unknown => Err(OrderError::Status { reference, status: status.0 }),
            // Nobody here asked for it, and the word does not say whether somebody else did.
            Stage::Accepted if known.state == SubmissionState::Draft => {
                Err(OrderError::Status { reference, status: status.0 })
            }
            Stage::Ended => {
                self.vault.submission_ended(&known.key, &status.0, self.now())?;
                Err(OrderError::State { reference, state: SubmissionState::Ended })
            }
            _ => Ok(Look::Already(self.committed(&known.key, Some(&status), None)?)),
        }
    }

    /// Commits it. `estimate` is what it was said to cost.
    ///
    /// # Errors
    /// [`OrderError`]. With [`OrderError::CommitUnsure`] the vault knows that too, and looking again finds
    /// out.
    pub fn commit(&mut self, ready: Ready, estimate: Option<Money>) -> Result<Spent, OrderError> {
        let _held = self.vault.hold_orders()?;
        let Ready { submission, id } = ready;
        self.check_untouched(&submission)?;
        let key = submission.key;
        let estimate = estimate.map(|money| money.to_string());
        let begun = self.vault.begin_commit(&key, estimate.as_deref(), self.now())?;
        match self.provider.commit(&id) {
            Ok(Committed { total, status }) => {
                let submission = self.committed(&key, status.as_ref(), total)?;
                Ok(Spent { submission })
            }
            Err(error) => self.find_out(&begun, &id, error),
        }
    }

    /// Refuses an order that somebody tried to commit since it was looked at.
    fn check_untouched(&self, seen: &Submission) -> Result<(), OrderError> {
        let reference = || seen.key.reference.clone();
        match self.vault.submission(&seen.key)? {
            Some(now) if (now.state, now.attempted_at) == (seen.state, seen.attempted_at) => Ok(()),
            Some(now) => Err(OrderError::State { reference: reference(), state: now.state }),
            None => {
                Err(OrderError::NotSent { reference: reference(), place: seen.key.place.clone() })
            }
        }
    }

    /// It was not answered, or refused: looks at the order itself.
    fn find_out(
        &mut self,
        begun: &Submission,
        id: &str,
        error: CallError,
    ) -> Result<Spent, OrderError> {
        let key = &begun.key;
        let reference = key.reference.clone();
        let refused = error.refused_with().is_some();
        if !error.is_unknown() && !refused {
            self.vault.commit_failed(key, self.now())?;
            return Err(error.into());
        }
        (self.tell)(News::Looking { reference: &reference, why: &error });
        let order = if refused { self.provider.order(id) } else { self.until_committed(id, begun) };
        // A server that refuses to be asked as well has said all that it is going to say.
        let seen = order.as_ref().map_or_else(|why| why.refused_with().is_some(), |_| true);
        let status = order.ok().and_then(|order| word_of(&order));
        let stage = status.as_ref().map(|status| status.stage(self.provider.name()));
        match stage {
            Some(stage) if stage.is_committed() || stage == Stage::Accepted => {
                let submission = self.committed(key, status.as_ref(), None)?;
                Ok(Spent { submission })
            }
            _ if refused && seen => {
                self.vault.commit_failed(key, self.now())?;
                Err(error.into())
            }
            _ => Err(OrderError::CommitUnsure { reference, why: Some(Box::new(error)) }),
        }
    }

    /// The order, as soon as it is a draft no more, or when it cannot become more any more.
    fn until_committed(&self, id: &str, begun: &Submission) -> Result<RemoteOrder, CallError> {
        let name = self.provider.name();
        let settle = self.provider.http().policy().settle;
        let mut last = None;
        let found = until_settled(self.provider, self.clock, (begun.attempted_at, settle), || {
            let order = self.provider.order(id)?;
            let stage = word_of(&order).map(|status| status.stage(name));
            let moved = stage.is_some_and(|stage| stage != Stage::Draft);
            last = Some(order.clone());
            Ok(moved.then_some(order))
        })?;
        found.or(last).ok_or(CallError::Interrupted)
    }

    pub(super) fn committed(
        &mut self,
        key: &SubmissionKey,
        status: Option<&Status>,
        total: Option<Money>,
    ) -> Result<Submission, OrderError> {
        let word = status.map(|status| status.0.as_str());
        let total = total.map(|total| total.to_string());
        let now = self.now();
        Ok(self.vault.submission_committed(key, word, total.as_deref(), now)?)
    }

    /// The order with this id. It is gone only if it is not found by its reference either.
    pub(super) fn order(&self, reference: &str, id: &str) -> Result<RemoteOrder, OrderError> {
        let error = match self.provider.order(id) {
            Ok(order) => return Ok(order),
            Err(error) => error,
        };
        if error.refused_with() != Some(404) {
            return Err(error.into());
        }
        // So says whatever has no such path, too: an account that is not there, a proxy.
        let found = self.provider.find(reference)?;
        let gone = || OrderError::Gone { reference: reference.to_owned(), id: id.to_owned() };
        found.into_iter().find(|order| order.id == id).ok_or_else(gone)
    }
}

/// The provider's word for where it stands: the last of its history, if it says no more.
fn word_of(order: &RemoteOrder) -> Option<Status> {
    order.status.clone().or_else(|| Some(order.history.last()?.status.clone()))
}
