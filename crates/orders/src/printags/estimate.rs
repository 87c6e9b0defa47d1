//! What an order will cost, from `GET /models` and `POST /shipping/rates`.
//!
//! Neither says all. What an order is charged for was seen in the answer of a commit: the model,
//! encoding, printing, packaging, record options, shipping. A charge for which no price is to be had
//! is named.

use serde_json::Value;

use crate::money::Money;
use crate::payload::{Wants, WantsLine};
use crate::price::Estimate;
use crate::provider::{Model, Rate};

/// The charges of a line, by the names they have in the answer of a commit.
const MODEL: &str = "model";

pub(super) fn estimate(wants: &Wants, models: &[Model], rates: &[Rate]) -> Estimate {
    let mut estimate = Estimate::default();
    for line in &wants.lines {
        let model = models.iter().find(|model| model.id == line.model);
        let prices = model.map(|model| model.prices.as_slice()).unwrap_or_default();
        for charge in charges(line) {
            let name = format!("{charge} of {}", line.model);
            match price(prices, charge, line.quantity) {
                Some(price) => estimate.add(name, price * line.quantity),
                None => estimate.miss(name),
            }
        }
    }
    let rate = rates.iter().find(|rate| rate.id.is_some() && rate.id == wants.carrier);
    match rate {
        Some(rate) => estimate.add("shipping".to_owned(), rate.price),
        None => estimate.miss("shipping".to_owned()),
    }
    estimate
}

/// What a line is charged for.
fn charges(line: &WantsLine) -> impl Iterator<Item = &'static str> {
    [
        (MODEL, true),
        ("encoding", line.is_encoded),
        ("printing", line.is_printed),
        ("packaging", line.packaging.is_some()),
        ("recordOptions", line.has_record),
    ]
    .into_iter()
    .filter_map(|(name, is_charged)| is_charged.then_some(name))
}

/// The price of one, of so many: the entry for `charge` with the highest number that is reached. An
/// entry that names no charge is the model's.
fn price(prices: &[Value], charge: &str, quantity: u64) -> Option<Money> {
    let named = |entry: &&Value| {
        let names = ["charge", "type", "name"];
        let name = names.iter().find_map(|name| entry.get(name)?.as_str());
        name.unwrap_or(MODEL) == charge
    };
    let from = |entry: &Value| {
        let names = ["quantity", "from", "min", "minQuantity", "min_quantity"];
        names.iter().find_map(|name| entry.get(name)?.as_u64()).unwrap_or_default()
    };
    let reached = prices.iter().filter(named).filter(|entry| from(entry) <= quantity);
    let entry = reached.max_by_key(|entry| from(entry))?;
    let names = ["price", "unit_price", "unitPrice", "amount"];
    let price = names.iter().find_map(|name| entry.get(name))?;
    serde_json::from_value(price.clone()).ok()
}
