//! A vault, a provider, and whoever is told what goes on.

use jiff::Timestamp;
use tapsmith_orders::{CallError, Provider};
use tapsmith_store::{OpenVault, Submission, SubmissionKey};

use super::error::OrderError;

/// Where orders are sent from, and where to.
pub struct Desk<'d> {
    /// What is known, and where everything is written down before it is tried.
    pub vault: &'d mut OpenVault,
    /// Who prints.
    pub provider: &'d dyn Provider,
    /// What time it is.
    pub clock: &'d dyn Fn() -> Timestamp,
    /// Whoever is told.
    pub tell: &'d mut dyn FnMut(News<'_>),
}

/// Something that takes a while, or that went another way than usual.
#[derive(Debug, Clone, Copy)]
pub enum News<'n> {
    /// It is not known whether something happened, and the server is being asked.
    Looking {
        /// The order.
        reference: &'n str,
        /// Why it is not known.
        why: &'n CallError,
    },
    /// It was sent before, by a run that came to no end.
    Resuming {
        /// The order.
        reference: &'n str,
    },
    /// It is sent once more: it was not there.
    Again {
        /// The order.
        reference: &'n str,
    },
}

/// A provider's server, as the vault names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The provider.
    pub provider: String,
    /// The server, and whether nothing is real there.
    pub place: String,
    /// Whether nothing is real there.
    pub rehearsal: bool,
}

impl Place {
    /// Where `provider` is. A test token at a real server is a place of its own, so that an order can be
    /// rehearsed there before it is sent.
    pub fn of(provider: &dyn Provider) -> Self {
        let http = provider.http();
        let rehearsal = http.is_rehearsal();
        let test = if rehearsal && !http.place().is_loopback() { " (test)" } else { "" };
        Self {
            provider: provider.name().to_string(),
            place: format!("{}{test}", http.place()),
            rehearsal,
        }
    }

    /// The order `reference` there.
    pub fn key(&self, reference: &str) -> SubmissionKey {
        SubmissionKey {
            provider: self.provider.clone(),
            place: self.place.clone(),
            reference: reference.to_owned(),
        }
    }
}

impl Desk<'_> {
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn key(&self, reference: &str) -> SubmissionKey {
        Place::of(self.provider).key(reference)
    }

    /// Refuses an order that was sent from another account: looked up here, it would not be there.
    pub(super) fn check_account(&self, known: &Submission) -> Result<(), OrderError> {
        let found = self.provider.account_id()?;
        match (known.account.clone(), found) {
            (Some(known_as), Some(found)) if known_as != found => Err(OrderError::OtherAccount {
                reference: known.key.reference.clone(),
                known: known_as,
                found,
            }),
            _ => Ok(()),
        }
    }
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("vault", &self.vault).finish_non_exhaustive()
    }
}
