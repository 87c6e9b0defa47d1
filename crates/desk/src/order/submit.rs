//! Submitting: one order per reference, ever.
//!
//! The vault says that an order is about to be sent before its first byte leaves. Whatever happens
//! then, the order is looked up by its reference before anything is sent again; and where an answer
//! did not come, nothing is sent again before what was sent cannot take effect any more.

use sha2::{Digest as _, Sha256};
use tapsmith_core::batch::Batch;
use tapsmith_orders::provider::{RemoteOrder, Stage};
use tapsmith_orders::{CallError, Payload};
use tapsmith_store::{NewSubmission, Submission, SubmissionKey, SubmissionState};

use super::desk::{Desk, News, Place};
use super::doubt::{ids, until_settled};
use super::error::OrderError;

/// An order that was read and checked, and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'o> {
    /// Its own reference.
    pub reference: &'o str,
    /// The order.
    pub payload: &'o dyn Payload,
    /// The batch of its records, if one of this vault's.
    pub batch: Option<&'o Batch>,
    /// Whether an order that the provider has already under this reference is taken for this one.
    pub adopt: bool,
    /// Whether it may be sent, and not only looked for: cards of its keys would be good.
    pub is_fit: bool,
}

/// What came of submitting an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// What is known of it now.
    pub submission: Submission,
    /// How it came about.
    pub how: How,
}

/// How an order came to be at the provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Sent just now.
    Sent,
    /// Sent before, and found there.
    Found,
    /// Known to be there before this began.
    Already,
}

/// How often an order is sent at the most in one run: after a server error, and when it was looked
/// up and was not there.
const ATTEMPTS: u32 = 3;

/// SHA-256 of what would be sent.
///
/// # Errors
/// [`CallError::Request`].
pub fn content(payload: &dyn Payload) -> Result<[u8; 32], CallError> {
    let call = "create the order";
    let body = payload.body().map_err(|source| CallError::Request { call, source })?;
    Ok(Sha256::digest(&*body).into())
}

impl Desk<'_> {
    /// Sees to it that the provider has `order` as a draft, once. Nobody else sends from this vault
    /// meanwhile. What is no draft is never sent.
    ///
    /// # Errors
    /// [`OrderError`]. With [`OrderError::Unsure`] the vault knows that too, and the same call finds out.
    pub fn submit(&mut self, order: &Outgoing<'_>) -> Result<Submitted, OrderError> {
        if !order.payload.is_draft() {
            return Err(OrderError::NoDraft { reference: order.reference.to_owned() });
        }
        let _held = self.vault.hold_orders()?;
        let key = self.key(order.reference);
        let content = content(order.payload)?;
        match self.vault.submission(&key)? {
            None => self.send_first(order, &key, content),
            Some(known) => match known.state {
                SubmissionState::Refused => self.send_first(order, &key, content),
                SubmissionState::Sending if known.content == content => self.resume(order, &known),
                SubmissionState::Sending => Err(other_content(order)),
                SubmissionState::Ended => {
                    let reference = order.reference.to_owned();
                    Err(OrderError::State { reference, state: known.state })
                }
                _ if known.content == content => {
                    Ok(Submitted { submission: known, how: How::Already })
                }
                state => {
                    let reference = order.reference.to_owned();
                    Err(tapsmith_store::Error::SubmittedAlready { reference, state }.into())
                }
            },
        }
    }

    /// Never sent before, as far as this vault knows.
    fn send_first(
        &mut self,
        order: &Outgoing<'_>,
        key: &SubmissionKey,
        content: [u8; 32],
    ) -> Result<Submitted, OrderError> {
        let found = self.provider.find(order.reference)?;
        match found.as_slice() {
            [] => self.send(order, key, content, false),
            [_] if order.adopt => {
                self.begin(order, key, content)?;
                self.take(order, key, found)
            }
            _ => {
                let reference = order.reference.to_owned();
                Err(OrderError::Stranger { reference, ids: ids(&found) })
            }
        }
    }

    /// Sent before, and nobody knows what came of it.
    fn resume(
        &mut self,
        order: &Outgoing<'_>,
        known: &Submission,
    ) -> Result<Submitted, OrderError> {
        self.check_account(known)?;
        (self.tell)(News::Resuming { reference: order.reference });
        let settle = self.provider.http().policy().settle;
        match self.look(order.reference, (known.attempted_at, settle)) {
            Ok(Some(found)) => return self.take(order, &known.key, found),
            Ok(None) => {}
            Err(CallError::Interrupted) => return Err(CallError::Interrupted.into()),
            // That nobody could look says nothing of what was sent before.
            Err(why) => {
                let reference = order.reference.to_owned();
                return Err(OrderError::Unsure { reference, why: Box::new(why) });
            }
        }
        if !order.is_fit {
            self.vault.submission_refused(&known.key, self.now())?;
            return Err(OrderError::Unfit { reference: order.reference.to_owned() });
        }
        (self.tell)(News::Again { reference: order.reference });
        self.send(order, &known.key, known.content, true)
    }

    /// Sends it, until it is known to be there or not to be. `before` says whether it was sent before, and
    /// was not found.
    fn send(
        &mut self,
        order: &Outgoing<'_>,
        key: &SubmissionKey,
        content: [u8; 32],
        before: bool,
    ) -> Result<Submitted, OrderError> {
        for attempt in 1.. {
            let again = before || attempt > 1;
            let begun = self.begin(order, key, content)?;
            let error = match self.provider.create(order.payload) {
                Ok(id) => {
                    let now = self.now();
                    let submission = self.vault.submission_drafted(key, &id, None, now)?;
                    return Ok(Submitted { submission, how: How::Sent });
                }
                Err(error) => error,
            };
            // A server that takes a reference once refuses it for what it overlooked a moment ago.
            let refused_again = again && error.refused_with().is_some();
            if !may_be_there(&error) && !refused_again {
                self.vault.submission_refused(key, self.now())?;
                return Err(error.into());
            }
            (self.tell)(News::Looking { reference: order.reference, why: &error });
            let policy = self.provider.http().policy();
            let settle = if error.is_settled() { policy.settle_answered } else { policy.settle };
            match self.look(order.reference, (begun.attempted_at, settle)) {
                Ok(Some(found)) => return self.take(order, key, found),
                Ok(None) if error.refused_with().is_some() => {
                    self.vault.submission_refused(key, self.now())?;
                    return Err(error.into());
                }
                Ok(None) if error.is_settled() && attempt < ATTEMPTS => {
                    self.wait_as_asked(&error)?;
                    (self.tell)(News::Again { reference: order.reference });
                }
                _ => {
                    let reference = order.reference.to_owned();
                    return Err(OrderError::Unsure { reference, why: Box::new(error) });
                }
            }
        }
        Err(CallError::Interrupted.into())
    }

    /// Waits as long as the server asks us to, if that is not too long.
    fn wait_as_asked(&self, error: &CallError) -> Result<(), CallError> {
        let http = self.provider.http();
        let wait = error.asked_wait().unwrap_or_default();
        http.sleep(wait.min(http.policy().longest_wait))
    }

    /// Says in the vault that it is about to be sent.
    fn begin(
        &mut self,
        order: &Outgoing<'_>,
        key: &SubmissionKey,
        content: [u8; 32],
    ) -> Result<Submission, OrderError> {
        let keys = u64::try_from(order.payload.records().len()).unwrap_or(u64::MAX);
        let account = self.provider.account_id()?;
        let new = NewSubmission {
            key,
            account: account.as_deref(),
            batch: order.batch,
            cards: order.payload.count(),
            keys: (keys > 0).then_some(keys),
            rehearsal: Place::of(self.provider).rehearsal,
            content,
        };
        let now = self.now();
        Ok(self.vault.begin_submission(&new, now)?)
    }

    /// Looks it up, until it is found or cannot come any more.
    fn look(
        &self,
        reference: &str,
        since: (jiff::Timestamp, std::time::Duration),
    ) -> Result<Option<Vec<RemoteOrder>>, CallError> {
        until_settled(self.provider, self.clock, since, || {
            let found = self.provider.find(reference)?;
            Ok((!found.is_empty()).then_some(found))
        })
    }

    /// It is there: writes down as what, if it is there once.
    fn take(
        &mut self,
        order: &Outgoing<'_>,
        key: &SubmissionKey,
        found: Vec<RemoteOrder>,
    ) -> Result<Submitted, OrderError> {
        let [found] = <[RemoteOrder; 1]>::try_from(found).map_err(|found| OrderError::Doubled {
            reference: order.reference.to_owned(),
            ids: ids(&found),
        })?;
        let now = self.now();
        let status = found.status.as_ref();
        let word = status.map(|status| status.0.as_str());
        let mut submission = self.vault.submission_drafted(key, &found.id, word, now)?;
        let stage = status.map_or(Stage::Draft, |status| status.stage(self.provider.name()));
        if stage.is_committed() {
            submission = self.vault.submission_committed(key, word, None, now)?;
        }
        if let (Stage::Ended, Some(word)) = (stage, word) {
            submission = self.vault.submission_ended(key, word, now)?;
        }
        Ok(Submitted { submission, how: How::Found })
    }
}

/// Whether the provider may have the order after this. A conflict says that it may have it from before;
/// of a refusal with HTTP 200, and of a redirect, nobody can be sure.
fn may_be_there(error: &CallError) -> bool {
    error.is_unknown() || matches!(error.refused_with(), Some(200 | 300..=399 | 409))
}

fn other_content(order: &Outgoing<'_>) -> OrderError {
    let reference = order.reference.to_owned();
    tapsmith_store::Error::OtherContent { reference }.into()
}
