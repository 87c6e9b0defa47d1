//! Validate an order. This is no check: it commits the order, which is then made, and charged.
//!
//! Source: Printags Public API, "Validate an order": `POST /accounts/{accountId}/orders/{orderId}/validate`.
//! That it commits is said by the vendor's own client: "a draft prints and charges nothing until it
//! is validated". The sums of the page's example do not add up, so none is checked here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::succeeded;
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};
use crate::money::Money;
use crate::provider::Committed;

/// Commits an order. Made by [`Provider::commit`](crate::Provider::commit) alone.
#[derive(Debug, Clone)]
pub(super) struct ValidateOrder {
    pub(super) account: String,
    pub(super) id: String,
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidateAnswer {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `prices`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prices: Option<Prices>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `prices`, without VAT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    /// `products`, line by line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<ProductPrice>>,
    /// `shipping`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingPrice>,
    /// `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The price of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPrice {
    /// `price`, of the line or of one card: the page's example has the same for both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// `unit_price`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// What else is there: `index`, `quantity`, `modelId`, `unit_charges`, `charges`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The price of carrying it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingPrice {
    /// `price`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What else is there: `transporter`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Call for ValidateOrder {
    type Answer = Committed;
    const NAME: &'static str = "commit the order";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        Ok(Request::new(Method::Post, ["accounts", &self.account, "orders", &self.id, "validate"]))
    }

    fn read(&self, answer: &Answer) -> Result<Committed, Unreadable> {
        succeeded(answer)?;
        let answer: ValidateAnswer = answer.json()?;
        Ok(Committed { total: answer.prices.and_then(|prices| prices.total), status: None })
    }
}
