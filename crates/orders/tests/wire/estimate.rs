//! What an order will cost: from models and rates, with whatever has no price named.

use serde_json::{Value, json};
use tapsmith_orders::price::Estimate;
use tapsmith_orders::{Name, Wants, WantsLine};

use crate::ask::{http, policy};
use crate::server::{Server, json as good};

fn line(model: &str, quantity: u64) -> WantsLine {
    WantsLine {
        path: "products[0]".to_owned(),
        model: model.to_owned(),
        packaging: None,
        is_printed: false,
        is_encoded: false,
        has_record: false,
        quantity,
    }
}

fn wants(lines: impl Into<Vec<WantsLine>>) -> Wants {
    Wants {
        lines: lines.into(),
        country: Some("FR".to_owned()),
        postcode: Some("75001".to_owned()),
        carrier: Some("lpf_standard".to_owned()),
    }
}

/// The estimate of a server with one model, `card`.
fn estimate(wants: &Wants, prices: &Value, rates: &Value) -> Estimate {
    let models = json!({"models": [{"id": "card", "prices": prices}]}).to_string();
    let rates = json!({"rates": rates}).to_string();
    let server = Server::new([good(&models), good(&rates)]);
    let http = http(&server.url(), policy(), ());
    let estimate = Name::Printags.connect(http, Some("1".to_owned())).estimate(wants).unwrap();
    let asked = if wants.country.is_some() && wants.postcode.is_some() { 2 } else { 1 };
    assert_eq!(server.seen().len(), asked);
    estimate
}

fn rates() -> Value {
    json!([{"carrierServiceId": "fast", "price": 20}, {"id": "lpf_standard", "price": 5.99}])
}

fn charges(estimate: &Estimate) -> Vec<(&str, String)> {
    let charges = estimate.charges.iter();
    charges.map(|charge| (charge.name.as_str(), charge.amount.to_string())).collect()
}

#[test]
fn the_tier_that_is_reached_counts() {
    let tiers = json!([
        {"from": 100, "price": "0.40"}, {"from": 1, "price": 0.5}, {"from": 10, "price": 0.45},
    ]);
    for (quantity, amount) in
        [(1, "0.50"), (9, "4.50"), (10, "4.50"), (99, "44.55"), (100, "40.00"), (1000, "400.00")]
    {
        let estimate = estimate(&wants([line("card", quantity)]), &tiers, &rates());
        let expected = [("model of card", amount.to_owned()), ("shipping", "5.99".to_owned())];
        assert_eq!(charges(&estimate), expected, "{quantity}");
        assert!(estimate.is_whole());
    }
}

#[test]
fn below_the_first_tier_there_is_no_price() {
    let estimate = estimate(&wants([line("card", 4)]), &json!([{"from": 5, "price": 1}]), &rates());
    assert_eq!(estimate.missing, ["model of card"]);
    assert_eq!(estimate.total().to_string(), "5.99");
}

#[test]
fn tiers_and_prices_by_any_name() {
    for tier in ["quantity", "from", "min", "minQuantity", "min_quantity"] {
        for price in ["price", "unit_price", "unitPrice", "amount"] {
            let prices = json!([{tier: 1, price: 9}, {tier: 2, price: "1.25"}]);
            let estimate = estimate(&wants([line("card", 2)]), &prices, &rates());
            assert_eq!(charges(&estimate)[0].1, "2.50", "{tier} {price}");
        }
    }
}

#[test]
fn each_charge_has_its_price_or_its_name() {
    let all = WantsLine {
        packaging: Some("sleeve".to_owned()),
        is_printed: true,
        is_encoded: true,
        has_record: true,
        ..line("card", 2)
    };
    let prices = json!([
        {"price": 1}, {"charge": "encoding", "price": 0.5}, {"type": "printing", "price": "0.10"},
        {"name": "packaging", "cost": 3},
    ]);
    let estimate = estimate(&wants([all]), &prices, &rates());
    let expected = [
        ("model of card", "2.00"),
        ("encoding of card", "1.00"),
        ("printing of card", "0.20"),
        ("shipping", "5.99"),
    ];
    assert_eq!(charges(&estimate), expected.map(|(name, amount)| (name, amount.to_owned())));
    assert_eq!(estimate.missing, ["packaging of card", "recordOptions of card"]);
    assert_eq!((estimate.total().to_string(), estimate.is_whole()), ("9.19".to_owned(), false));
}

#[test]
fn what_nobody_prices_is_named_once() {
    let lines = [line("unknown", 1), WantsLine { is_printed: true, ..line("unknown", 5) }];
    let estimate = estimate(&wants(lines), &json!([]), &json!([]));
    assert_eq!(charges(&estimate), []);
    assert_eq!(estimate.missing, ["model of unknown", "printing of unknown", "shipping"]);
}

/// The service that the order names, and no other, however cheap.
#[test]
fn shipping_is_what_the_chosen_service_takes() {
    for (carrier, rates, amount) in [
        (Some("lpf_standard"), rates(), Some("5.99")),
        (Some("fast"), rates(), Some("20.00")),
        (Some("other"), rates(), None),
        (None, rates(), None),
        (None, json!([{"price": 1}]), None),
        (Some("fast"), json!([]), None),
    ] {
        let wants = Wants { carrier: carrier.map(ToOwned::to_owned), ..wants([]) };
        let estimate = estimate(&wants, &json!([]), &rates);
        let shipping = charges(&estimate).first().map(|(_, amount)| amount.clone());
        assert_eq!(shipping.as_deref(), amount, "{carrier:?}");
        assert_eq!(estimate.missing.is_empty(), amount.is_some());
    }
}

/// Nobody is asked what carrying costs to nowhere.
#[test]
fn without_a_place_there_is_no_shipping() {
    let wants = Wants { postcode: None, ..wants([line("card", 1)]) };
    let estimate = estimate(&wants, &json!([{"price": 1}]), &rates());
    assert_eq!(estimate.missing, ["shipping"]);
}

/// Merchrocket says no price before the bill.
#[test]
fn merchrocket_prices_nothing() {
    let server = Server::new([good("{}")]);
    let http = http(&server.url(), policy(), ());
    let estimate =
        Name::Merchrocket.connect(http, None).estimate(&wants([line("mug", 1)])).unwrap();
    assert_eq!(estimate.missing, ["variant mug", "shipping"]);
    assert_eq!((estimate.charges.len(), server.seen().len()), (0, 0));
}
