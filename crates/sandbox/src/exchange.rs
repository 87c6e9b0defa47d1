//! What a stand-in was asked, and what became of it: a line of its log.

use std::fmt;

use crate::call::CallName;
use crate::fault::Fault;

/// A request and its outcome, without bodies, query and headers.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path, as it was sent.
    pub path: String,
    /// The call that it is; none if there is no such call.
    pub call: Option<CallName>,
    /// What the caller got to see.
    pub outcome: Outcome,
    /// The fault that was planned for it.
    pub fault: Option<Fault>,
    /// What happened, in words: `created ORDER-0001, 500 lines`.
    pub note: Option<String>,
}

/// What the caller of a server gets to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An answer with this status, or the beginning of one.
    Answered(u16),
    /// Nothing.
    Nothing,
}

impl Exchange {
    /// The status that was answered.
    pub const fn status(&self) -> Option<u16> {
        match self.outcome {
            Outcome::Answered(status) => Some(status),
            Outcome::Nothing => None,
        }
    }
}

/// One line: `POST /accounts/@me/orders 200 created ORDER-0001, 500 lines`.
impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.method, self.path, self.outcome)?;
        if let Some(fault) = &self.fault {
            write!(f, " [{fault}]")?;
        }
        // A reference is a client's own: it must not write to a terminal what is no text.
        let clean = |text: &str| text.replace(char::is_control, " ");
        self.note.as_deref().map_or(Ok(()), |note| write!(f, " {}", clean(note)))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(status) => write!(f, "{status}"),
            Self::Nothing => f.write_str("no answer"),
        }
    }
}
