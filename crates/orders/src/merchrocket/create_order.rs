//! Create a new order: a draft, until it is confirmed.
//!
//! Source: Merchrocket documentation, "Create a reprint order": `POST /api/orders`.

use bytes::Bytes;

use super::{LD_JSON, OrderBody};
use crate::call::{Answer, Body, Call, Effect, JSON, Method, Request, Unreadable};

/// Makes an order. Its Debug shows nothing of it, as for every body that is sent.
#[derive(Clone)]
pub struct CreateOrder {
    /// The order, as JSON.
    pub order: Bytes,
}

impl std::fmt::Debug for CreateOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CreateOrder({} bytes)", self.order.len())
    }
}

impl Call for CreateOrder {
    type Answer = OrderBody;
    const NAME: &'static str = "create the order";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        // Plain JSON, as the vendor's own client sends it.
        let body = Body::Text { media_type: JSON, bytes: self.order.clone() };
        Ok(Request { accept: LD_JSON, body, ..Request::new(Method::Post, ["orders"]) })
    }

    fn read(&self, answer: &Answer) -> Result<OrderBody, Unreadable> {
        answer.json()
    }
}
