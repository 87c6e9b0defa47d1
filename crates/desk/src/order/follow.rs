//! What became of an order, and taking it back.

use tapsmith_orders::provider::{RemoteOrder, Stage, Status};
use tapsmith_orders::{CallError, Provider};
use tapsmith_store::{Submission, SubmissionKey, SubmissionState};

use super::desk::{Desk, News};
use super::error::OrderError;

/// What the provider says of an order, and what the vault made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// What is known of it now.
    pub submission: Submission,
    /// The order, as the provider shows it.
    pub order: RemoteOrder,
    /// What the provider's word means.
    pub stage: Stage,
    /// Whether the provider's word is behind what it said before: then the vault keeps what it knew.
    pub is_behind: bool,
}

/// How an order is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// It is not made.
    Cancel,
    /// It is paid back.
    Refund,
}

impl Desk<'_> {
    /// Asks the provider where the order stands, and writes it down.
    ///
    /// # Errors
    /// [`OrderError`].
    pub fn follow(&mut self, reference: &str) -> Result<Followed, OrderError> {
        let (known, id) = self.sent(reference)?;
        let order = self.order(reference, &id)?;
        self.write_down(known, order)
    }

    /// Cancels or refunds an order.
    ///
    /// # Errors
    /// [`OrderError`]; the provider may have no such thing.
    pub fn take_back(&mut self, reference: &str, back: Back) -> Result<Followed, OrderError> {
        let _held = self.vault.hold_orders()?;
        let (known, id) = self.sent(reference)?;
        let done = match back {
            Back::Cancel => self.provider.cancel(&id),
            Back::Refund => self.provider.refund(&id),
        };
        match done {
            Ok(order) => self.write_down(known, order),
            // Of money that was asked back no status tells.
            Err(error) if back == Back::Refund => Err(error.into()),
            Err(error) if error.is_unknown() || error.refused_with().is_some() => {
                self.was_cancelled(known, &id, error)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Changes an order that is not in work yet, by a JSON merge patch.
    ///
    /// # Errors
    /// [`OrderError`]; the provider may have no such thing.
    pub fn amend(
        &mut self,
        reference: &str,
        patch: &serde_json::Value,
    ) -> Result<Followed, OrderError> {
        let _held = self.vault.hold_orders()?;
        let (known, id) = self.sent(reference)?;
        let order = self.provider.amend(&id, patch)?;
        self.write_down(known, order)
    }

    /// No answer came, or it is refused, perhaps since it is cancelled already: the order's own status
    /// says what happened, if it has ended.
    fn was_cancelled(
        &mut self,
        known: Submission,
        id: &str,
        error: CallError,
    ) -> Result<Followed, OrderError> {
        let reference = known.key.reference.clone();
        (self.tell)(News::Looking { reference: &reference, why: &error });
        // A look that fails tells nothing: what is reported is what happened first.
        let Ok(order) = self.order(&reference, id) else { return Err(error.into()) };
        let followed = self.write_down(known, order)?;
        if followed.stage == Stage::Ended { Ok(followed) } else { Err(error.into()) }
    }

    /// What is known of an order that the provider has, and what it calls it.
    fn sent(&self, reference: &str) -> Result<(Submission, String), OrderError> {
        let key = self.key(reference);
        let place = key.place.clone();
        let missing = || OrderError::NotSent { reference: reference.to_owned(), place };
        let known = self.vault.submission(&key)?.ok_or_else(missing)?;
        self.check_account(&known)?;
        match known.remote_id.clone() {
            Some(id) if known.state != SubmissionState::Sending => Ok((known, id)),
            _ => Err(OrderError::State { reference: reference.to_owned(), state: known.state }),
        }
    }

    fn write_down(
        &mut self,
        known: Submission,
        order: RemoteOrder,
    ) -> Result<Followed, OrderError> {
        let name = self.provider.name();
        let status = order.status.clone().unwrap_or_else(|| Status(String::new()));
        let stage = status.stage(name);
        let before = known.status.clone().map(Status);
        let is_behind = before.is_some_and(|before| !status.may_follow(&before, name))
            || is_overtaken(known.state, stage);
        let submission = if is_behind || status.0.is_empty() {
            known
        } else {
            self.step(&known.key, known.state, &status, stage)?
        };
        // What is shown is what is known: a word from before is none.
        let known_stage = || submission.status.clone().map(|word| Status(word).stage(name));
        let stage = if is_behind { known_stage().unwrap_or(stage) } else { stage };
        Ok(Followed { submission, order, stage, is_behind })
    }

    /// The step in the vault that the provider's word asks for.
    fn step(
        &mut self,
        key: &SubmissionKey,
        state: SubmissionState,
        status: &Status,
        stage: Stage,
    ) -> Result<Submission, OrderError> {
        let now = self.now();
        let open = matches!(state, SubmissionState::Draft | SubmissionState::Committing);
        Ok(match stage {
            Stage::Ended => self.vault.submission_ended(key, &status.0, now)?,
            stage if open && is_committed(stage, state) => {
                self.vault.submission_committed(key, Some(&status.0), None, now)?
            }
            _ => self.vault.submission_status(key, &status.0, now)?,
        })
    }
}

/// Whether it is committed: past the draft it is if we asked for that.
fn is_committed(stage: Stage, state: SubmissionState) -> bool {
    stage.is_committed() || stage == Stage::Accepted && state == SubmissionState::Committing
}

/// Whether the vault knows more than that: what ended has ended, and what is committed is no draft.
fn is_overtaken(state: SubmissionState, stage: Stage) -> bool {
    match state {
        SubmissionState::Ended => stage != Stage::Ended,
        SubmissionState::Committed => stage == Stage::Draft,
        _ => false,
    }
}

/// Whether a provider knows this way at all: told before anybody is asked to confirm it.
pub fn offers(provider: &dyn Provider, back: Back) -> bool {
    use tapsmith_orders::Name;
    match (provider.name(), back) {
        (Name::Printags, _) => false,
        (Name::Merchrocket, _) => true,
    }
}
