//! Calculate shipping rates.
//!
//! Source: Printags Public API, "Calculate shipping rates": `POST /shipping/rates`. The page was seen
//! as far as `envelope`; what a service looks like is a guess.

use serde_json::{Value, json};
use tapsmith_orders::Money;
use tapsmith_orders::printags::RatesRequest;

use super::check::is_country_code;
use super::{good, lists, refuse};
use crate::reply::Reply;

/// Services, with what they cost at home and abroad, in cents.
const SERVICES: [(&str, &str, i64, i64); 2] =
    [("lpf_standard", "La Poste", 490, 890), ("lpf_tracked", "La Poste, tracked", 690, 1190)];

/// Where they go: "only services whose price is greater than 0 are returned".
const COUNTRIES: [&str; 4] = ["FR", "BE", "DE", "LU"];

/// Grams a card.
const WEIGHT: u64 = 6;

pub(super) fn answer(body: &[u8]) -> Reply {
    let Ok(asked) = serde_json::from_slice::<RatesRequest>(body) else {
        return refuse(400, "Expected to_country, to_postal_code and items");
    };
    if !is_country_code(&asked.to_country) {
        return refuse(400, "to_country is not valid");
    }
    if asked.items.iter().any(|item| lists::model(&item.model_id).is_none()) {
        return refuse(400, "modelId is unknown");
    }
    let cards = asked.items.iter().fold(0_u64, |cards, item| cards.saturating_add(item.quantity));
    good(json!({
        "success": true,
        "weight": cards.saturating_mul(WEIGHT),
        "volume": 42.5,
        "envelope": { "id": "c5", "name": "C5" },
        "rates": rates(&asked.to_country),
    }))
}

/// What `carrier` costs to `country`.
pub(super) fn rate(carrier: &str, country: &str) -> Option<Money> {
    let (_, _, home, abroad) = SERVICES.into_iter().find(|(id, ..)| *id == carrier)?;
    let cents = if country == "FR" { home } else { abroad };
    COUNTRIES.contains(&country).then(|| Money::cents(cents))
}

fn rates(country: &str) -> Vec<Value> {
    let service = |(id, name, ..): (&str, &str, i64, i64)| {
        let price = rate(id, country)?;
        Some(json!({ "id": id, "name": name, "price": price, "currency": "EUR" }))
    };
    SERVICES.into_iter().filter_map(service).collect()
}
