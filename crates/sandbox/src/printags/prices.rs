//! What an order costs, in the form of the page's example, with sums that add up.
//!
//! Source: Printags Public API, "Validate an order". The amounts are this stand-in's own.

use serde_json::{Map, Value, json};
use tapsmith_core::order::{Line, NfcType, Order};
use tapsmith_orders::Money;

use super::create::lines;
use super::lists;
use super::rates::rate;

/// What is charged, in the order of the page.
const CHARGES: [&str; 5] = ["encoding", "model", "printing", "packaging", "recordOptions"];

/// What carrying costs where no service fits.
const OTHER_CARRIER: i64 = 599;

/// The prices of `order`.
pub(super) fn prices(order: &Order) -> Value {
    let (products, costs): (Vec<_>, Vec<_>) =
        lines(order).enumerate().map(|(index, line)| product(index, line)).unzip();
    let (transporter, carrying) = shipping(order);
    json!({
        "products": products,
        "shipping": { "transporter": transporter, "price": carrying },
        "total": costs.into_iter().sum::<Money>() + carrying,
    })
}

fn shipping(order: &Order) -> (&str, Money) {
    let address = order.ship_to.as_ref().and_then(|ship_to| ship_to.address.as_ref());
    let country = address.and_then(|address| address.country_code.as_deref());
    let carrier = order.carrier_service_id.as_deref();
    let rate = carrier.zip(country).and_then(|(carrier, country)| rate(carrier, country));
    (carrier.unwrap_or("default"), rate.unwrap_or_else(|| Money::cents(OTHER_CARRIER)))
}

/// A line's entry, and what it costs.
fn product(index: usize, line: &Line) -> (Value, Money) {
    let quantity = u64::from(line.quantity.unwrap_or_default());
    let unit_charges = CHARGES.map(|charge| (charge, unit(charge, line)));
    let unit_price: Money = unit_charges.iter().map(|(_, price)| *price).sum();
    let price = unit_price * quantity;
    let entry = json!({
        "index": index,
        "quantity": quantity,
        "modelId": line.model_id,
        "unit_charges": object(unit_charges),
        "charges": object(unit_charges.map(|(charge, unit)| (charge, unit * quantity))),
        "price": price,
        "unit_price": unit_price,
    });
    (entry, price)
}

fn object(charges: [(&str, Money); 5]) -> Map<String, Value> {
    charges.into_iter().map(|(charge, price)| (charge.to_owned(), json!(price))).collect()
}

/// What `charge` is for one card of `line`.
fn unit(charge: &str, line: &Line) -> Money {
    let nfc = line.nfc.as_ref();
    let has_record = nfc.is_some_and(|nfc| nfc.dynamic.is_some());
    let has_kind = nfc.is_some_and(|nfc| !matches!(nfc.kind, None | Some(NfcType::Empty)));
    let is_charged = match charge {
        "encoding" => has_record || has_kind,
        "printing" => line.printing_visuals.as_ref().is_some_and(|visuals| !visuals.is_empty()),
        "packaging" => line.packaging_id.is_some(),
        "recordOptions" => has_record,
        _ => true,
    };
    let model = line.model_id.as_deref().and_then(lists::model);
    match model {
        Some(model) if is_charged => lists::price(model, charge),
        _ => Money::ZERO,
    }
}
