//! What may go wrong between a client and a server.
//!
//! # Layout
//! - [`Fault`]; `names`: the list. `doing`: what each does to the call, and to its answer.
//! - [`Planned`]: a fault, the call it is for, and how often. `text`: both as they are typed.

mod doing;
mod names;
mod planned;
mod text;

use std::time::Duration;

pub(crate) use doing::{Doing, Sending};
pub use planned::Planned;
pub use text::BadPlan;

/// Something that goes wrong with a call. "Does it" means that the call does at the server what it is
/// for; whether the client can know is another thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// `timeout-before`: never answers, and does nothing.
    TimeoutBefore,
    /// `timeout-after`: does it, and never answers.
    TimeoutAfter,
    /// `late:SECONDS`: never answers, and does it so much later, even if the client is gone by then.
    Late(Duration),
    /// `reset-before`: closes the connection without an answer, and does nothing.
    ResetBefore,
    /// `reset-after`: does it, and closes the connection without an answer.
    ResetAfter,
    /// `429`, `429:SECONDS`: HTTP 429, with Retry-After. Does nothing.
    TooMany(Option<u64>),
    /// `500-before`: HTTP 500. Does nothing.
    FailedBefore,
    /// `500-after`: does it, and answers HTTP 500.
    FailedAfter,
    /// `503-before`, `503-before:SECONDS`: HTTP 503, with Retry-After. Does nothing.
    UnavailableBefore(Option<u64>),
    /// `502-after`: does it; something before the server answers HTTP 502 and an HTML page.
    GatewayAfter,
    /// `half-body`: does it. Content-Length is that of the whole answer; after half of the body the
    /// connection is closed.
    HalfBody,
    /// `wrong-type`: does it, and answers its JSON as text/plain.
    WrongType,
    /// `html`: does it; something before the server answers HTTP 200 and an HTML page.
    Html,
    /// `unknown-status`: does it; every order in the answer has the status `quantum_flux`. An answer
    /// without an order is as always.
    UnknownStatus,
    /// `extra-fields`: does it; every object of the answer has two more fields, that nobody knows.
    ExtraFields,
    /// `duplicate`: a create makes two orders; the first one's id is answered. For creates alone.
    Duplicate,
    /// `trickle`: does it, and answers with one byte of the body a second.
    Trickle,
    /// `expired`: HTTP 401. Does nothing.
    Expired,
    /// `400`: HTTP 400. Does nothing.
    BadRequest,
    /// `404`: HTTP 404. Does nothing.
    NotFound,
    /// `409`: HTTP 409. Does nothing.
    Conflict,
    /// `redirect`: HTTP 307 to another path of the same server. Does nothing.
    Redirect,
    /// `empty`: does it, and answers HTTP 200 without a body.
    Empty,
    /// `no-success`: HTTP 200 and `{"success": false}`. Does nothing.
    NoSuccess,
    /// `stale`: answers as if the last change had not happened yet. For reads alone.
    Stale,
}
