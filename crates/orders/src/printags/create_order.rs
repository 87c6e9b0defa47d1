//! Create a new order.
//!
//! Source: Printags Public API, "Create a new order": `POST /accounts/{accountId}/orders`, HTTP 200.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::succeeded;
use crate::call::{Answer, Body, Call, Effect, JSON, Method, Request, Unreadable};

/// Makes an order. It does not look whether it is a draft: whoever sends it has. Its Debug shows
/// nothing of the order, which has keys.
#[derive(Clone)]
pub struct CreateOrder {
    /// The account.
    pub account: String,
    /// The order, as JSON, keys and all.
    pub order: Bytes,
}

impl std::fmt::Debug for CreateOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CreateOrder({}, {} bytes)", self.account, self.order.len())
    }
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `orderId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// What else is there: `data.id`, where an older client read the id.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Created {
    /// The order's id, wherever it stands.
    pub fn id(&self) -> Option<&str> {
        let older = || self.other.get("data")?.get("id")?.as_str();
        self.order_id.as_deref().or_else(older).filter(|id| !id.is_empty())
    }
}

impl Call for CreateOrder {
    type Answer = String;
    const NAME: &'static str = "create the order";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        let request = Request::new(Method::Post, ["accounts", &self.account, "orders"]);
        Ok(Request { body: Body::Text { media_type: JSON, bytes: self.order.clone() }, ..request })
    }

    fn read(&self, answer: &Answer) -> Result<String, Unreadable> {
        succeeded(answer)?;
        let created: Created = answer.json()?;
        let id = created.id().map(ToOwned::to_owned);
        id.ok_or_else(|| Unreadable::Shape { path: "orderId".to_owned() })
    }
}
