//! A transcript: what a reader was asked and answered, one JSON object a line, without secrets.
//!
//! It is how an owner shows how a reader behaves that nobody here has. The first line is the reader's, then come
//! exchanges and activations in their order. Hex is in capitals; `..` is a byte that is hidden.
//!
//! # Layout
//! - [`Line`]: one line. [`redact`]: what may be shown.

pub mod redact;

use std::time::Duration;

use serde::Serialize;
use tapsmith_card::field::Abilities;

use self::redact::redacted;
use crate::watch::Passed;

/// The version of the format.
pub const VERSION: u32 = 1;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Line {
    /// The first: who speaks.
    Reader {
        /// [`VERSION`].
        version: u32,
        /// The name that PC/SC has for the reader.
        name: String,
        /// What it can do, after it was asked.
        abilities: Abilities,
        /// The answer to reset.
        atr: String,
    },
    /// An APDU and its answer.
    Exchange {
        /// What was asked.
        apdu: String,
        /// What was answered; none if nothing was.
        answer: Option<String>,
        /// Milliseconds.
        ms: f64,
    },
    /// The card lost the field, and has it again.
    Activation {
        /// Milliseconds.
        ms: f64,
    },
}

impl Line {
    /// The line that begins a transcript.
    pub fn reader(name: impl Into<String>, abilities: Abilities, atr: &[u8]) -> Self {
        let atr = redact::capitals(atr);
        Self::Reader { version: VERSION, name: name.into(), abilities, atr }
    }

    /// The line of what went by.
    pub fn of(passed: Passed<'_>) -> Self {
        match passed {
            Passed::Exchange { command, answer, took } => {
                let (apdu, answer) = redacted(command, answer);
                Self::Exchange { apdu, answer, ms: milliseconds(took) }
            }
            Passed::Activation { took } => Self::Activation { ms: milliseconds(took) },
        }
    }
}

/// To the microsecond.
fn milliseconds(took: Duration) -> f64 {
    let microseconds = u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
    f64::from(microseconds) / 1000.0
}
