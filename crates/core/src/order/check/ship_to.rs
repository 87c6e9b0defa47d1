//! The rules for where an order goes.

use super::super::{Address, ShipTo};
use super::{Path, Problem, Report, is_country_code};

pub(super) fn check(report: &mut Report, path: Path<'_>, ship_to: Option<&ShipTo>) {
    let Some(ship_to) = ship_to else { return report.error(path, Problem::Missing) };
    let name = path.field("name");
    let text = report.needed(name, ship_to.name.as_deref());
    characters(report, name, text);
    if ship_to.email.as_ref().is_some_and(|email| !email.contains('@')) {
        report.warning(path.field("email"), Problem::Email);
    }
    match &ship_to.address {
        Some(address) => check_address(report, path.field("address"), address),
        None => report.error(path.field("address"), Problem::Missing),
    }
    if differ(service_country(ship_to), address_country(ship_to)) {
        let country = path.field("servicePoint");
        report.warning(country.field("country"), Problem::OtherCountry);
    }
}

fn check_address(report: &mut Report, path: Path<'_>, address: &Address) {
    let line1 = path.field("addressLine1");
    let text = report.needed(line1, address.address_line1.as_deref());
    characters(report, line1, text);
    characters(report, path.field("addressLine2"), address.address_line2.as_deref());
    let city = path.field("city");
    let text = report.needed(city, address.city.as_deref());
    characters(report, city, text);
    report.needed(path.field("postcode"), address.postcode.as_deref());
    let country = path.field("countryCode");
    let code = report.needed(country, address.country_code.as_deref());
    if code.is_some_and(|code| !is_country_code(code)) {
        report.error(country, Problem::CountryCode);
    }
}

/// The first character that the printer refuses, if there is one.
fn characters(report: &mut Report, path: Path<'_>, text: Option<&str>) {
    let refused = text.and_then(|text| text.chars().zip(1..).find(|(c, _)| !is_accepted(*c)));
    if let Some((character, position)) = refused {
        report.error(path, Problem::Character { character, position });
    }
}

/// Printags takes names, address lines and city by `^[a-zA-Z0-9à-öø-ÿÀ-ÖØ-ß-._ ',]+$`, as one of
/// its clients writes it: a hyphen behind a range stands for itself.
const fn is_accepted(character: char) -> bool {
    matches!(
        character,
        'a'..='z' | 'A'..='Z' | '0'..='9'
            | 'à'..='ö' | 'ø'..='ÿ' | 'À'..='Ö' | 'Ø'..='ß'
            | '-' | '.' | '_' | ' ' | '\'' | ','
    )
}

fn service_country(ship_to: &ShipTo) -> Option<&str> {
    ship_to.service_point.as_ref()?.country.as_deref()
}

fn address_country(ship_to: &ShipTo) -> Option<&str> {
    ship_to.address.as_ref()?.country_code.as_deref().filter(|code| is_country_code(code))
}

fn differ(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}
