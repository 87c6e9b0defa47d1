//! Create a new order: a draft, until it is confirmed.
//!
//! Source: Merchrocket documentation, "Create a reprint order": `POST /api/orders`.

use bytes::Bytes;

use super::{LD_JSON, OrderBody};
use crate::call::{Answer, Body, Call, Effect, Method, Request, Unreadable};

/// Makes an order.
#[derive(Debug, Clone)]
pub struct CreateOrder {
    /// The order, as JSON.
    pub order: Bytes,
}

impl Call for CreateOrder {
    type Answer = OrderBody;
    const NAME: &'static str = "create the order";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        let body = Body::Text { media_type: LD_JSON, bytes: self.order.clone() };
        Ok(Request { accept: LD_JSON, body, ..Request::new(Method::Post, ["orders"]) })
    }

    fn read(&self, answer: &Answer) -> Result<OrderBody, Unreadable> {
        answer.json()
    }
}
