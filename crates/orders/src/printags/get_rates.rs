//! Calculate shipping rates.
//!
//! Source: Printags Public API, "Calculate shipping rates": `POST /shipping/rates`. It changes
//! nothing there. "Only services whose price is greater than 0 are returned"; by what name is not
//! known, so the first list of things with a price is taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::succeeded;
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};
use crate::money::Money;
use crate::payload::Wants;
use crate::provider::Rate;

/// Asks what carrying costs.
#[derive(Debug, Clone)]
pub struct GetRates(pub RatesRequest);

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RatesRequest {
    /// `to_country`: two letters.
    pub to_country: String,
    /// `to_postal_code`.
    pub to_postal_code: String,
    /// `items`.
    pub items: Vec<RatesItem>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RatesItem {
    /// `modelId`.
    pub model_id: String,
    /// `packagingId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packaging_id: Option<String>,
    /// `quantity`.
    pub quantity: u64,
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatesAnswer {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// What else is there: `weight`, `volume`, `envelope`, and the services.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl RatesRequest {
    /// What carrying `wants` costs; none if it does not say where to.
    pub fn of(wants: &Wants) -> Option<Self> {
        let items = wants.lines.iter().map(|line| RatesItem {
            model_id: line.model.clone(),
            packaging_id: line.packaging.clone(),
            quantity: line.quantity,
        });
        Some(Self {
            to_country: wants.country.clone()?,
            to_postal_code: wants.postcode.clone()?,
            items: items.collect(),
        })
    }
}

impl RatesAnswer {
    fn rates(&self) -> Vec<Rate> {
        let lists = self.other.values().filter_map(Value::as_array);
        let mut rates = lists.map(|list| list.iter().filter_map(rate).collect::<Vec<_>>());
        rates.find(|rates| !rates.is_empty()).unwrap_or_default()
    }
}

fn rate(value: &Value) -> Option<Rate> {
    let find = |names: &[&str]| names.iter().find_map(|name| value.get(name));
    let text = |names: &[&str]| find(names)?.as_str().map(ToOwned::to_owned);
    let price = find(&["price", "amount", "cost", "rate", "total"])?;
    Some(Rate {
        id: text(&["carrierServiceId", "serviceId", "id", "code", "service"]),
        name: text(&["name", "serviceName", "carrierName", "label", "title"]),
        price: serde_json::from_value::<Money>(price.clone()).ok()?,
    })
}

impl Call for GetRates {
    type Answer = Vec<Rate>;
    const NAME: &'static str = "ask what shipping costs";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        Request::new(Method::Post, ["shipping", "rates"]).json(&self.0)
    }

    fn read(&self, answer: &Answer) -> Result<Vec<Rate>, Unreadable> {
        succeeded(answer)?;
        Ok(answer.json::<RatesAnswer>()?.rates())
    }
}
