//! The thin half: calls sent over HTTP, one after the other, asked again where that is safe.
//!
//! # Layout
//! - [`Http`]: a server, a token, and how patient we are ([`Policy`]).
//! - `exchange`: one request and what came of it; `retry`: whether and when to ask again.

mod exchange;
mod policy;
mod retry;

use std::fmt;
use std::sync::Once;

use thiserror::Error;
use tokio::runtime::Runtime;

use crate::call::{Answer, Call, Effect, Request, Unreadable};
use crate::error::{CallError, Trouble};
use crate::place::Place;
use crate::token::Token;
use exchange::Outcome;
pub use policy::{Policy, Watch};
use retry::Patience;

/// A provider's server, as whoever holds the token.
pub struct Http {
    client: reqwest::Client,
    runtime: Runtime,
    place: Place,
    token: Token,
    policy: Policy,
    watch: Box<dyn Watch>,
}

/// HTTP cannot be spoken on this machine.
#[derive(Debug, Error)]
#[error("HTTP cannot be spoken here")]
pub struct NoHttp(#[source] Trouble);

impl Http {
    /// The server at `place`, for whoever holds `token`.
    ///
    /// # Errors
    /// [`NoHttp`]: no threads, no certificates.
    pub fn new(
        place: Place,
        token: Token,
        policy: Policy,
        watch: Box<dyn Watch>,
    ) -> Result<Self, NoHttp> {
        static CRYPTOGRAPHY: Once = Once::new();
        CRYPTOGRAPHY.call_once(|| {
            // An error says that there is one already.
            let _ready = rustls::crypto::ring::default_provider().install_default();
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| NoHttp(Trouble::of(&error)))?;
        let client =
            client(&place, &policy).build().map_err(|error| NoHttp(Trouble::of(&error)))?;
        Ok(Self { client, runtime, place, token, policy, watch })
    }

    /// Makes a call, and makes it again where nothing can have happened.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn call<C: Call>(&self, call: &C) -> Result<C::Answer, CallError> {
        let request =
            call.request().map_err(|source| CallError::Request { call: C::NAME, source })?;
        if let Err(source) = has_its_places(&request) {
            return Err(CallError::Request { call: C::NAME, source });
        }
        let mut patience = Patience::new(&self.policy);
        loop {
            let outcome = match self.exchange(&request) {
                Outcome::Good(answer) => match call.read(&answer) {
                    Ok(read) => return Ok(read),
                    // It answered, and said no.
                    Err(Unreadable::NoSuccess) => Outcome::no_success(&answer),
                    Err(unreadable) => Outcome::Doubt(unreadable.into()),
                },
                outcome => outcome,
            };
            let wait = outcome.may_be_repeated(C::EFFECT).then(|| patience.next(&outcome));
            match wait.flatten() {
                Some(wait) => self.sleep(wait)?,
                None => return Err(outcome.into_error::<C>(&self.place, &self.token)),
            }
        }
    }

    /// The server.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether what is ordered there is neither made nor charged.
    pub fn is_rehearsal(&self) -> bool {
        self.place.is_rehearsal(&self.token)
    }

    /// How patient we are.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Waits, unless the user has had enough.
    ///
    /// # Errors
    /// [`CallError::Interrupted`].
    pub fn sleep(&self, wait: std::time::Duration) -> Result<(), CallError> {
        retry::sleep(wait, &*self.watch)
    }
}

/// Refuses a path with a place that a URL has no room for: it would be left out, and the request
/// another one.
fn has_its_places(request: &Request) -> serde_json::Result<()> {
    let is_none = |place: &String| matches!(place.as_str(), "" | "." | "..");
    if request.path.iter().any(is_none) {
        return Err(serde::ser::Error::custom("an id in its path is empty, or nothing but dots"));
    }
    Ok(())
}

/// A client that goes where it was told and nowhere else: it follows no redirect, since the token
/// would go along, asks nothing twice of its own accord, and uses no proxy to reach this machine.
/// Each call has a connection of its own: one that the server has closed meanwhile could not be told
/// from one that broke after the request went out.
fn client(place: &Place, policy: &Policy) -> reqwest::ClientBuilder {
    let client = reqwest::Client::builder()
        .user_agent(concat!("tapsmith/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(policy.connect)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0);
    if place.is_loopback() { client.no_proxy() } else { client }
}

impl Outcome {
    /// Whether asking again cannot do anything a second time.
    fn may_be_repeated(&self, effect: Effect) -> bool {
        match self {
            Self::NotReached(_) | Self::Busy { .. } => true,
            Self::Doubt(_) => effect == Effect::Reads,
            Self::Good(_) | Self::Refused { .. } => false,
        }
    }

    fn into_error<C: Call>(self, place: &Place, token: &Token) -> CallError {
        let (call, place) = (C::NAME, place.to_string());
        match self {
            Self::NotReached(source) => CallError::NotReached { call, place, source },
            Self::Busy { status, request_id, wait } => {
                CallError::Unavailable { call, place, status, request_id, wait }
            }
            Self::Refused { status, request_id, refusal } => {
                let refusal = Box::new(refusal.without(token.reveal()));
                CallError::Refused { call, place, status, request_id, refusal }
            }
            Self::Doubt(doubt) if C::EFFECT == Effect::Reads => {
                CallError::NoAnswer { call, place, doubt }
            }
            Self::Doubt(doubt) => CallError::Unknown { call, place, doubt },
            // A good answer was read, or became a doubt.
            Self::Good(_) => CallError::Interrupted,
        }
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("place", &self.place).finish_non_exhaustive()
    }
}
