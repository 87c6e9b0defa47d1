//! What an order is refused for. Only what is known of the printer: both lists at once, a reference
//! that is there already, visuals that were never uploaded are taken, since nobody outside knows.

use tapsmith_core::order::{Line, NfcType, Order, ShipTo};

use super::lists;

/// The first thing that is wrong with `order`, for its client to read.
pub(super) fn check(order: &Order) -> Result<(), String> {
    if let Some(ship_to) = &order.ship_to {
        check_ship_to(ship_to)?;
    }
    let lists = [("products", &order.products), ("groups", &order.groups)];
    let mut empty = true;
    for (name, lines) in lists {
        for (index, line) in lines.iter().flatten().enumerate() {
            empty = false;
            check_line(line).map_err(|error| format!("{name}[{index}].{error}"))?;
        }
    }
    if empty { Err("the order has no products".to_owned()) } else { Ok(()) }
}

fn check_ship_to(ship_to: &ShipTo) -> Result<(), String> {
    check_text("name", ship_to.name.as_deref())?;
    let Some(address) = &ship_to.address else { return Ok(()) };
    check_text("addressLine1", address.address_line1.as_deref())?;
    check_text("addressLine2", address.address_line2.as_deref())?;
    check_text("city", address.city.as_deref())?;
    match address.country_code.as_deref() {
        Some(code) if !is_country_code(code) => Err("countryCode is not valid".to_owned()),
        _ => Ok(()),
    }
}

fn check_text(name: &str, text: Option<&str>) -> Result<(), String> {
    let is_good = |text: &str| !text.is_empty() && text.chars().all(is_accepted);
    if text.is_none_or(is_good) { Ok(()) } else { Err(format!("{name} has invalid characters")) }
}

/// `^[a-zA-Z0-9à-öø-ÿÀ-ÖØ-ß-._ ',]+$`, as a client in production has it.
const fn is_accepted(character: char) -> bool {
    matches!(
        character,
        'a'..='z' | 'A'..='Z' | '0'..='9'
            | 'à'..='ö' | 'ø'..='ÿ' | 'À'..='Ö' | 'Ø'..='ß'
            | '-' | '.' | '_' | ' ' | '\'' | ','
    )
}

pub(super) fn is_country_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn check_line(line: &Line) -> Result<(), &'static str> {
    let model = line.model_id.as_deref().and_then(lists::model);
    let Some(model) = model else { return Err("modelId is unknown") };
    if line.quantity.unwrap_or_default() == 0 {
        return Err("quantity must be at least 1");
    }
    let kind = line.nfc.as_ref().and_then(|nfc| nfc.kind.as_ref());
    if kind == Some(&NfcType::Dynamic) && !model.can_be_encoded {
        return Err("modelId cannot be encoded");
    }
    Ok(())
}
