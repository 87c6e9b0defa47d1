//! Get all statuses; List available models.
//!
//! Source: Printags Public API, "List available models". The form of the statuses and of a price was
//! never seen: both are guesses.

use serde_json::{Value, json};
use tapsmith_orders::Money;

use super::good;
use crate::reply::Reply;

/// A model.
pub(super) struct Model {
    id: &'static str,
    pub(super) can_be_encoded: bool,
    /// What one costs, in cents.
    cents: i64,
}

const fn new(id: &'static str, can_be_encoded: bool, cents: i64) -> Model {
    Model { id, can_be_encoded, cents }
}

/// Those that clients were seen to order.
const MODELS: [Model; 5] = [
    new("pvccard_white", false, 40),
    new("mifare1k_pvccard_white", true, 75),
    new("ntag213_pvccard_white", true, 60),
    new("ntag424_pvccard_white", true, 90),
    new("ntag424_woodcard", true, 290),
];

/// What else is charged for a card of any model, in cents.
const CHARGES: [(&str, i64); 4] =
    [("encoding", 25), ("printing", 35), ("packaging", 20), ("recordOptions", 10)];

/// Statuses with their ids, which are not in the order of an order's life.
const STATUSES: [&str; 20] = [
    "created",
    "validated",
    "processing",
    "sent_for_printing",
    "manufacturing",
    "packaging",
    "shipped",
    "delivered",
    "cancelled",
    "refunded",
    "returned",
    "failed",
    "draft",
    "creating",
    "on_hold",
    "treated",
    "batching",
    "packaged",
    "in_queue",
    "ready_for_shipping",
];

pub(super) fn statuses() -> Reply {
    let status = |(status, id): (&str, u8)| json!({ "id": id, "status": status });
    let statuses: Vec<_> = STATUSES.into_iter().zip(1..).map(status).collect();
    good(json!({ "success": true, "statuses": statuses }))
}

pub(super) fn models(no_prices: bool) -> Reply {
    let shown = |model: &Model| {
        json!({
            "id": model.id,
            "size": { "width": 0, "height": 0, "length": 0, "weight": 6 },
            "prices": if no_prices { Vec::new() } else { prices(model) },
            "canBeEncoded": model.can_be_encoded,
        })
    };
    good(json!({ "success": true, "models": MODELS.iter().map(shown).collect::<Vec<_>>() }))
}

/// The model with this id.
pub(super) fn model(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}

/// What `charge` is for one card.
pub(super) fn price(model: &Model, charge: &str) -> Money {
    let named = CHARGES.iter().find(|(name, _)| *name == charge);
    Money::cents(named.map_or(model.cents, |(_, cents)| *cents))
}

fn prices(model: &Model) -> Vec<Value> {
    let names = std::iter::once("model").chain(CHARGES.map(|(name, _)| name));
    let entry =
        |charge: &str| json!({ "charge": charge, "quantity": 1, "price": price(model, charge) });
    names.map(entry).collect()
}
