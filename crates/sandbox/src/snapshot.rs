//! What a stand-in has, for tests to look at.

use crate::exchange::Exchange;

/// All that a stand-in has and was asked, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The orders, the oldest first.
    pub orders: Vec<StoredOrder>,
    /// The files, the oldest first.
    pub files: Vec<StoredFile>,
    /// The requests, the oldest first.
    pub requests: Vec<Exchange>,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOrder {
    /// Its id.
    pub id: String,
    /// The client's own name for it.
    pub reference: Option<String>,
    /// Its status.
    pub status: String,
    /// Whether it is being made, and charged.
    pub is_committed: bool,
    /// How often it was committed.
    pub commits: u32,
    /// How many lines it has.
    pub lines: usize,
    /// How many cards, or other things, it asks for.
    pub cards: u64,
    /// Whether keys came with it.
    pub has_keys: bool,
}

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: String,
    /// Its media type, as the client gave it.
    pub media_type: String,
    /// How many bytes it has.
    pub size: usize,
}

impl Snapshot {
    /// The orders with this reference: more than one should not be.
    pub fn orders_called(&self, reference: &str) -> Vec<&StoredOrder> {
        let named = |order: &&StoredOrder| order.reference.as_deref() == Some(reference);
        self.orders.iter().filter(named).collect()
    }
}
