//! How patient we are, and who is told.

use std::time::Duration;

/// How long, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// For a connection.
    pub connect: Duration,
    /// For an answer, its body and all.
    pub answer: Duration,
    /// How often a call is made at the most.
    pub attempts: u32,
    /// The longest wait that a server may ask for.
    pub longest_wait: Duration,
    /// For a call, with all its attempts but the first: none is begun that could end later.
    pub deadline: Duration,
    /// How long after a request without an answer it may still take effect: until then nothing is
    /// sent again.
    pub settle: Duration,
    /// The same after a server error that the server itself answered with: it is done with the request,
    /// and only a look at it may be late.
    pub settle_answered: Duration,
}

impl Policy {
    /// With so long for an answer: everything else follows from it.
    pub fn of(answer: Duration) -> Self {
        Self {
            connect: answer.min(Duration::from_secs(10)),
            answer,
            attempts: 4,
            longest_wait: Duration::from_mins(1),
            deadline: answer * 4 + Duration::from_mins(1),
            settle: answer * 2,
            settle_answered: answer / 8,
        }
    }
}

/// 30 seconds for an answer.
impl Default for Policy {
    fn default() -> Self {
        Self::of(Duration::from_secs(30))
    }
}

/// Whoever watches calls being made.
pub trait Watch {
    /// Whether to stop waiting: Ctrl-C.
    fn is_stopped(&self) -> bool {
        false
    }

    /// An exchange: `POST accounts/@me/orders: 200 in 0.1 s`. No body, no token.
    fn exchanged(&self, line: &str) {
        let _ = line;
    }
}

/// Nobody.
impl Watch for () {}
