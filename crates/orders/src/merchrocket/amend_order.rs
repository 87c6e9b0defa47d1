//! Update an existing order, by a JSON merge patch (RFC 7396).
//!
//! Source: Merchrocket documentation, "Orders Endpoint": `PATCH /api/orders/{id}`. The vendor's client
//! sends `shipping`, `recipient` and `metadata`.

use serde_json::Value;
use zeroize::Zeroizing;

use super::{LD_JSON, OrderBody};
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Changes an order that is not in work yet.
#[derive(Debug, Clone)]
pub struct AmendOrder {
    /// Its id, or `@` and its external id.
    pub id: String,
    /// The patch.
    pub patch: Value,
}

impl Call for AmendOrder {
    type Answer = OrderBody;
    const NAME: &'static str = "change the order";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        let patch = Zeroizing::new(serde_json::to_vec(&self.patch)?);
        let request = Request::new(Method::Patch, ["orders", &self.id]);
        let request = request.text("application/merge-patch+json", patch);
        Ok(Request { accept: LD_JSON, ..request })
    }

    fn read(&self, answer: &Answer) -> Result<OrderBody, Unreadable> {
        answer.json()
    }
}
