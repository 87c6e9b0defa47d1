//! Retrieve a specific order.
//!
//! Source: Merchrocket documentation, "Orders Endpoint", External IDs: `GET /api/orders/{id}`, where the
//! id may be `@` and our own.

use super::{LD_JSON, OrderBody};
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Asks for an order.
#[derive(Debug, Clone)]
pub struct GetOrder {
    /// Its id, or `@` and its external id.
    pub id: String,
}

impl Call for GetOrder {
    type Answer = OrderBody;
    const NAME: &'static str = "show the order";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        Ok(Request { accept: LD_JSON, ..Request::new(Method::Get, ["orders", &self.id]) })
    }

    fn read(&self, answer: &Answer) -> Result<OrderBody, Unreadable> {
        answer.json()
    }
}
