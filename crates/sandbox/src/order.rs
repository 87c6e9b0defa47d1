//! An order, as a server keeps it.

use jiff::Timestamp;
use serde_json::Value;
use tapsmith_orders::Name;
use tapsmith_orders::provider::{Stage, Status};

use crate::snapshot::StoredOrder;
use crate::world::id;

/// An order.
#[derive(Clone)]
pub(crate) struct Order {
    /// Counted from 1, over orders and files.
    pub(crate) number: u64,
    pub(crate) reference: Option<String>,
    /// Where it stood and since when, the oldest first.
    pub(crate) history: Vec<(String, Timestamp)>,
    /// Whether it is being made, and charged.
    pub(crate) is_committed: bool,
    pub(crate) commits: u32,
    pub(crate) lines: usize,
    pub(crate) cards: u64,
    pub(crate) has_keys: bool,
    /// What was ordered, as far as it is shown again.
    pub(crate) content: Value,
    /// Printags: what it costs.
    pub(crate) prices: Value,
    /// Merchrocket: the orders it has to do with.
    pub(crate) links: Vec<Link>,
}

/// Why an order has to do with another: it comes from `source`.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) kind: &'static str,
    pub(crate) since: Timestamp,
    pub(crate) source: (String, Option<String>),
}

impl Order {
    /// One that came in now.
    pub(crate) fn new(number: u64, reference: Option<String>, status: &str) -> Self {
        Self {
            number,
            reference,
            history: vec![(status.to_owned(), Timestamp::now())],
            is_committed: false,
            commits: 0,
            lines: 0,
            cards: 0,
            has_keys: false,
            content: Value::Null,
            prices: Value::Null,
            links: Vec::new(),
        }
    }

    pub(crate) fn id(&self) -> String {
        id(self.number, 0)
    }

    /// Where it stands.
    pub(crate) fn status(&self) -> &str {
        self.history.last().map(|(status, _)| status.as_str()).unwrap_or_default()
    }

    /// Moves it on.
    pub(crate) fn moved(&mut self, status: &str, provider: Name) {
        self.history.push((status.to_owned(), Timestamp::now()));
        let stage = Status(status.to_owned()).stage(provider);
        // Here it is known: no draft has such a word.
        self.is_committed = stage.is_committed() || stage == Stage::Accepted;
    }

    /// A client commits it.
    pub(crate) fn commit(&mut self, status: &str, provider: Name) {
        self.moved(status, provider);
        self.commits += 1;
    }

    /// In the words of the log: `ORDER-0001, 500 lines`.
    pub(crate) fn words(&self) -> String {
        let reference = self.reference.as_deref().unwrap_or("an order without a reference");
        let lines = if self.lines == 1 { "line" } else { "lines" };
        format!("{reference}, {} {lines}", self.lines)
    }
}

impl From<&Order> for StoredOrder {
    fn from(order: &Order) -> Self {
        Self {
            id: order.id(),
            reference: order.reference.clone(),
            status: order.status().to_owned(),
            is_committed: order.is_committed,
            commits: order.commits,
            lines: order.lines,
            cards: order.cards,
            has_keys: order.has_keys,
        }
    }
}
