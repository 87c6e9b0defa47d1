//! Confirm, cancel or refund an order. To confirm one is to have it made, and to be charged.
//!
//! Source: Merchrocket documentation, "Orders Endpoint": `POST /api/orders/{id}/confirm`, `/cancel`,
//! `/refund`, without a body; the answer is the order.

use super::{LD_JSON, OrderBody};
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Declares a call that does something with an order.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $path:literal, $words:literal;)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// The order's id.
            pub(crate) id: String,
        }

        impl Call for $name {
            type Answer = OrderBody;
            const NAME: &'static str = $words;
            const EFFECT: Effect = Effect::Changes;

            fn request(&self) -> serde_json::Result<Request> {
                let request = Request::new(Method::Post, ["orders", &self.id, $path]);
                Ok(Request { accept: LD_JSON, ..request })
            }

            fn read(&self, answer: &Answer) -> Result<OrderBody, Unreadable> {
                answer.json()
            }
        }
    )+ };
}

acts! {
    /// Has an order made, and charged. Done by [`Provider::commit`](crate::Provider::commit) alone.
    Confirm = "confirm", "commit the order";
    /// Takes an order back, before it is made.
    Cancel = "cancel", "cancel the order";
    /// Asks for the money back.
    Refund = "refund", "refund the order";
}
