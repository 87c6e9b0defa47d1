//! Find orders.
//!
//! Source: Printags Public API, "Find orders": `GET /accounts/{accountId}/orders/find?metadata&reference&fields`.
//! How a reference is compared is not said, so the answer is looked through again.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{OrderBody, succeeded};
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Finds the orders with a reference, or all.
#[derive(Debug, Clone)]
pub struct FindOrders {
    /// The account.
    pub account: String,
    /// The reference.
    pub reference: Option<String>,
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `orders`.
    pub orders: Vec<OrderBody>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Call for FindOrders {
    type Answer = Vec<OrderBody>;
    const NAME: &'static str = "look the order up";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        let request = Request::new(Method::Get, ["accounts", &self.account, "orders", "find"]);
        Ok(match &self.reference {
            Some(reference) => request.query("reference", reference),
            None => request,
        })
    }

    fn read(&self, answer: &Answer) -> Result<Vec<OrderBody>, Unreadable> {
        succeeded(answer)?;
        let mut orders = answer.json::<Found>()?.orders;
        if let Some(reference) = &self.reference {
            // One without a name may be the one: better in doubt than ordered twice.
            orders.retain(|order| order.reference.as_ref().is_none_or(|name| name == reference));
        }
        // The same order twice is one order.
        orders.sort_by(|one, other| one.id.cmp(&other.id));
        orders.dedup_by(|one, other| one.id == other.id);
        Ok(orders)
    }
}
