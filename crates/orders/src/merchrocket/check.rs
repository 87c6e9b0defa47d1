//! What is wrong with an order for Merchrocket, without a network.

use serde_json::Value;
use tapsmith_core::order::is_country_code;

use super::new_order::REPRINT;
use super::{Action, Item, NewOrder, Placement, Recipient};
use crate::finding::Finding;

const MISSING: &str = "it is missing";

pub(super) fn check(order: &NewOrder) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, action) in order.actions.iter().flatten().enumerate() {
        check_action(&mut found, &format!("actions[{index}]"), action);
    }
    match order.external_id.as_deref() {
        None | Some("") => found.push(Finding::error("externalId", "missing", MISSING)),
        Some(id) if !is_external_id(id) => found.push(Finding::error(
            "externalId",
            "external_id",
            "expected at most 63 letters, digits, hyphens and underscores",
        )),
        Some(_) => {}
    }
    check_recipient(&mut found, order.recipient.as_ref());
    let items = order.order_items.as_deref().unwrap_or_default();
    if items.is_empty() {
        found.push(Finding::error("orderItems", "no_lines", "it has no item"));
    }
    for (index, item) in items.iter().enumerate() {
        check_item(&mut found, &format!("orderItems[{index}]"), item);
    }
    no_keys(&mut found, order);
    found
}

fn check_action(found: &mut Vec<Finding>, path: &str, action: &Action) {
    if action.kind != REPRINT {
        let message = "this action is unknown here; known is reprint";
        found.push(Finding::warning(format!("{path}.type"), "unknown_type", message));
    }
    if action.source.as_ref().is_none_or(|source| source.trim_start_matches('@').is_empty()) {
        found.push(Finding::error(format!("{path}.source"), "missing", MISSING));
    }
}

fn check_recipient(found: &mut Vec<Finding>, recipient: Option<&Recipient>) {
    let Some(recipient) = recipient else {
        return found.push(Finding::error("recipient", "missing", MISSING));
    };
    let Recipient { name, address1, city, country_code, zip, email, .. } = recipient;
    let needed = [
        ("name", name),
        ("address1", address1),
        ("city", city),
        ("countryCode", country_code),
        ("zip", zip),
    ];
    for (field, text) in needed {
        if text.as_ref().is_none_or(|text| text.trim().is_empty()) {
            found.push(Finding::error(format!("recipient.{field}"), "missing", MISSING));
        }
    }
    if country_code.as_ref().is_some_and(|code| !code.is_empty() && !is_country_code(code)) {
        let message = "expected a country's two upper-case letters, like FR";
        found.push(Finding::error("recipient.countryCode", "country_code", message));
    }
    if email.as_ref().is_some_and(|email| !email.contains('@')) {
        found.push(Finding::warning("recipient.email", "email", "an e-mail address has an @"));
    }
}

fn check_item(found: &mut Vec<Finding>, path: &str, item: &Item) {
    match item.quantity {
        None => found.push(Finding::error(format!("{path}.quantity"), "missing", MISSING)),
        Some(0) => found.push(Finding::error(
            format!("{path}.quantity"),
            "zero_quantity",
            "the quantity is 0",
        )),
        Some(_) => {}
    }
    if item.variant_id.as_ref().is_none_or(String::is_empty) {
        found.push(Finding::error(format!("{path}.variantId"), "missing", MISSING));
    }
    for (index, placement) in item.placements.iter().flatten().enumerate() {
        check_placement(found, &format!("{path}.placements[{index}]"), placement);
    }
}

fn check_placement(found: &mut Vec<Finding>, path: &str, placement: &Placement) {
    for (index, layer) in placement.layers.iter().flatten().enumerate() {
        let is_url = |text: &String| url::Url::parse(text).is_ok_and(|url| url.has_host());
        if !layer.url.as_ref().is_some_and(is_url) {
            let message = "this is not an address like https://example.com/front.pdf";
            found.push(Finding::error(format!("{path}.layers[{index}].url"), "not_a_url", message));
        }
    }
    if placement.placement_options.is_some() {
        found.push(Finding::warning(
            format!("{path}.placement_options"),
            "placement_options",
            "the printer's example has this name, but its answer comes back without it: \
             its own client writes placementOptions",
        ));
    }
}

/// Keys never go there: it makes no chips.
fn no_keys(found: &mut Vec<Finding>, order: &NewOrder) {
    let value = serde_json::to_value(order).unwrap_or_default();
    found.extend(key_found(&value));
}

fn key_found(value: &Value) -> Option<Finding> {
    let message = "Merchrocket writes no chips: keys never go there";
    Some(Finding::error(key_in(value, "")?, "keys", message))
}

/// What is wrong with a change of an order: keys, and what other commands are there for.
pub(crate) fn check_patch(patch: &Value) -> Vec<Finding> {
    let fixed = ["externalId", "status", "actions", "id"];
    let fixed = fixed.into_iter().filter(|name| patch.get(name).is_some());
    let message = "this is no change of an order's contents";
    let fixed = fixed.map(|name| Finding::error(name, "fixed", message));
    fixed.chain(key_found(patch)).collect()
}

/// The JSON path of the first field that holds a key, by its name or its looks.
fn key_in(value: &Value, path: &str) -> Option<String> {
    match value {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{name}");
            if is_key_name(name) { Some(path) } else { key_in(value, &path) }
        }),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, value)| key_in(value, &format!("{path}[{index}]"))),
        // Whatever it is called: so many hex digits are a key.
        Value::String(text) if is_key_text(text) => Some(path.to_owned()),
        _ => None,
    }
}

fn is_key_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    ["publickey", "privatekey", "nfc"].contains(&plain.to_ascii_lowercase().as_str())
}

fn is_key_text(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_external_id(id: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    id.len() <= 63 && id.bytes().all(is_part)
}
