//! Get an order by ID.
//!
//! Source: Printags Public API, "Get an order by ID": `GET /accounts/{accountId}/orders/{orderId}`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{OrderBody, succeeded};
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Asks for an order.
#[derive(Debug, Clone)]
pub struct GetOrder {
    /// The account.
    pub account: String,
    /// The order's id.
    pub id: String,
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderAnswer {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `order`.
    pub order: OrderBody,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Call for GetOrder {
    type Answer = OrderBody;
    const NAME: &'static str = "show the order";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        Ok(Request::new(Method::Get, ["accounts", &self.account, "orders", &self.id]))
    }

    fn read(&self, answer: &Answer) -> Result<OrderBody, Unreadable> {
        succeeded(answer)?;
        Ok(answer.json::<OrderAnswer>()?.order)
    }
}
