//! What a server keeps: orders and files.

use std::sync::Arc;

use axum::body::Bytes;

use crate::order::Order;
use crate::snapshot::StoredFile;

/// Orders and files, the oldest first. A clone is cheap: it is kept as the world before a change.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) orders: Vec<Arc<Order>>,
    pub(crate) files: Vec<Arc<File>>,
    made: u64,
}

/// A file.
pub(crate) struct File {
    pub(crate) number: u64,
    pub(crate) media_type: String,
    pub(crate) bytes: Bytes,
}

/// The id of the thing with this number, or of one of its parts, counted from 1: a UUID.
pub(crate) fn id(number: u64, part: usize) -> String {
    format!("{part:08x}-7ce4-71ef-a71a-{number:012x}")
}

impl World {
    /// The next number.
    pub(crate) fn number(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// The order with this id.
    pub(crate) fn order(&self, id: &str) -> Option<&Arc<Order>> {
        self.orders.iter().find(|order| order.id() == id)
    }

    /// The same, to be changed.
    pub(crate) fn order_mut(&mut self, id: &str) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.id() == id).map(Arc::make_mut)
    }

    /// The first order with this reference.
    pub(crate) fn called(&self, reference: &str) -> Option<&Arc<Order>> {
        self.orders.iter().find(|order| order.reference.as_deref() == Some(reference))
    }

    /// Makes the last order a second time, under another id.
    pub(crate) fn repeat_last(&mut self) {
        if let Some(last) = self.orders.last().cloned() {
            let number = self.number();
            self.orders.push(Arc::new(Order { number, ..Order::clone(&last) }));
        }
    }
}

impl From<&File> for StoredFile {
    fn from(file: &File) -> Self {
        let File { number, media_type, bytes } = file;
        Self { id: id(*number, 0), media_type: media_type.clone(), size: bytes.len() }
    }
}
