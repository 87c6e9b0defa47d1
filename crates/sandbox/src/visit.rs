//! What a request comes to.

use std::time::Duration;

use crate::call::CallName;
use crate::exchange::{Exchange, Outcome};
use crate::fault::{Doing, Fault, Sending};
use crate::front::Asked;
use crate::reply::Reply;

/// What a request comes to.
pub(crate) struct Visit {
    /// The answer, and how it is sent.
    pub(crate) reply: Reply,
    pub(crate) sending: Sending,
    /// A call that is done after so long.
    pub(crate) later: Option<(Duration, CallName)>,
    /// The line of the log.
    pub(crate) exchange: Exchange,
}

impl Visit {
    pub(crate) fn new(
        asked: &Asked,
        call: Option<CallName>,
        fault: Option<Fault>,
        reply: Reply,
    ) -> Self {
        let sending = fault.map_or(Sending::Whole, |fault| fault.sending());
        let outcome = match sending {
            Sending::Silence | Sending::Closed => Outcome::Nothing,
            Sending::Whole | Sending::Half | Sending::Trickle => Outcome::Answered(reply.status),
        };
        let later = match fault.map(|fault| fault.doing()) {
            Some(Doing::Later(wait)) => call.map(|call| (wait, call)),
            _ => None,
        };
        let (method, path) = (asked.method.to_string(), asked.path.clone());
        let exchange = Exchange { method, path, call, outcome, fault, note: reply.note.clone() };
        Self { reply, sending, later, exchange }
    }
}
