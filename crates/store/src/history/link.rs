//! One event as a row.

use jiff::{Timestamp, Unit};

use super::{Event, Operator};
use crate::error::Error;
use crate::guard::Mac;
use crate::rows::{Column as _, HISTORY, Value, json};

/// A row of the history without its link.
pub(crate) struct Link(Vec<Value>);

impl Link {
    /// The event that `operator` made happen at `now`.
    pub(crate) fn new(
        number: i64,
        now: Timestamp,
        operator: &Operator,
        event: &Event<'_>,
    ) -> Result<Self, Error> {
        let at = now.round(Unit::Millisecond).unwrap_or(now);
        let operator = operator.as_str().to_owned();
        Ok(Self(vec![number.to_value(), at.to_value(), operator.to_value(), json(event)?]))
    }

    /// A row that stands in the vault: its number, then time, operator and event.
    pub(super) fn of(number: i64, columns: [String; 3]) -> Self {
        let [at, operator, event] = columns.map(Value::Text);
        Self(vec![number.to_value(), at, operator, event])
    }

    /// What its link is over, after the link before.
    pub(crate) fn canonical(&self) -> Vec<u8> {
        HISTORY.canonical(&self.0)
    }

    /// All columns.
    pub(crate) fn values(mut self, link: Mac) -> Vec<Value> {
        self.0.push(link.to_value());
        self.0
    }
}
