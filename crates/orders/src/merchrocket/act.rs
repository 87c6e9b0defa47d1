//! Confirm, cancel or refund an order. To confirm one is to have it made, and to be charged.
//!
//! Source: Merchrocket documentation, "Orders Endpoint": `POST /api/orders/{id}/confirm`, `/cancel`,
//! `/refund`, without a body; the answer is the order.

use super::{LD_JSON, OrderBody};
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Does something with an order. Confirming is done by
/// [`Provider::commit`](crate::Provider::commit) alone.
#[derive(Debug, Clone)]
pub struct Act {
    /// The order's id.
    pub(crate) id: String,
    /// What is done.
    pub(crate) deed: Deed,
}

/// What is done with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It is made, and charged.
    Confirm,
    /// It is not made.
    Cancel,
    /// It is paid back.
    Refund,
}

impl Call for Act {
    type Answer = OrderBody;
    const NAME: &'static str = "confirm, cancel or refund the order";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        let deed = match self.deed {
            Deed::Confirm => "confirm",
            Deed::Cancel => "cancel",
            Deed::Refund => "refund",
        };
        Ok(Request { accept: LD_JSON, ..Request::new(Method::Post, ["orders", &self.id, deed]) })
    }

    fn read(&self, answer: &Answer) -> Result<OrderBody, Unreadable> {
        answer.json()
    }
}
