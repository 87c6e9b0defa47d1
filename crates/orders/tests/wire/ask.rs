//! A call of each effect, and how patient it is.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tapsmith_orders::call::{Answer, Effect, Method, Request, Unreadable};
use tapsmith_orders::{Call, CallError, Doubt, Http, Name, Place, Policy, Token, Watch};

/// A token that stands nowhere else.
pub(crate) const TOKEN: &str = "sk_test_HushHushNobodyShallSee0123";

/// A key in what is sent.
pub(crate) const KEY: &str = "B5ADF942C642D16B2803CA672F47D11D";

/// A good answer.
pub(crate) const GOOD: &str = r#"{"good":true}"#;

/// A call that reads, or changes.
#[derive(Debug)]
pub(crate) struct Ask<const CHANGES: bool>;

#[derive(Debug, Deserialize)]
pub(crate) struct Good {
    #[expect(dead_code, reason = "that it is there is all that matters")]
    good: bool,
}

impl<const CHANGES: bool> Call for Ask<CHANGES> {
    type Answer = Good;
    const NAME: &'static str = "ask";
    const EFFECT: Effect = if CHANGES { Effect::Changes } else { Effect::Reads };

    fn request(&self) -> serde_json::Result<Request> {
        Request::new(Method::Post, ["ask"]).json(&json!({"privateKey": KEY}))
    }

    fn read(&self, answer: &Answer) -> Result<Good, Unreadable> {
        answer.json()
    }
}

/// Three attempts, with waits that nobody notices.
pub(crate) fn policy() -> Policy {
    Policy {
        connect: Duration::from_secs(1),
        answer: Duration::from_millis(500),
        attempts: 3,
        longest_wait: Duration::from_millis(3),
        deadline: Duration::from_secs(10),
        settle: Duration::ZERO,
        settle_answered: Duration::ZERO,
    }
}

pub(crate) fn token() -> Token {
    Token::new(TOKEN).unwrap()
}

/// The server at `url`.
pub(crate) fn http(url: &str, policy: Policy, watch: impl Watch + 'static) -> Http {
    let place = Place::new(url, Name::Printags.url(), None).unwrap();
    Http::new(place, token(), policy, Box::new(watch)).unwrap()
}

/// Asks the server at `url`; what came of it, in a few words.
pub(crate) fn ask<const CHANGES: bool>(url: &str, policy: Policy) -> Result<Good, CallError> {
    http(url, policy, ()).call(&Ask::<CHANGES>)
}

/// What came of it, in a few words.
pub(crate) fn words<T>(outcome: &Result<T, CallError>) -> String {
    match outcome {
        Ok(_) => "good".to_owned(),
        Err(CallError::NotReached { .. }) => "not reached".to_owned(),
        Err(CallError::Refused { status, .. }) => format!("refused {status}"),
        Err(CallError::Unavailable { status, wait, .. }) => {
            let wait = wait.map(|wait| format!(", wait {}", wait.as_secs()));
            format!("unavailable {status}{}", wait.unwrap_or_default())
        }
        Err(CallError::NoAnswer { doubt, .. }) => format!("no answer: {}", doubted(doubt)),
        Err(CallError::Unknown { doubt, .. }) => format!("unknown: {}", doubted(doubt)),
        Err(CallError::Interrupted) => "interrupted".to_owned(),
        Err(CallError::Request { .. }) => "not written".to_owned(),
        Err(CallError::NotOffered { .. }) => "not offered".to_owned(),
    }
}

fn doubted(doubt: &Doubt) -> String {
    match doubt {
        Doubt::TimedOut(_) => "timed out".to_owned(),
        Doubt::Broken(_) => "broken".to_owned(),
        Doubt::Failed { status, .. } => format!("failed {status}"),
        Doubt::Gateway { status, .. } => format!("gateway {status}"),
        Doubt::Unreadable(_) => "unreadable".to_owned(),
        Doubt::TooLong { .. } => "too long".to_owned(),
    }
}
