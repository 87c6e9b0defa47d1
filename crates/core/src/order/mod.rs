//! The printer's order: the body of Printags' "Create a new order".
//!
//! Everything may be missing when an order is read; what the printer needs is [`check()`]'s to say.
//! Unknown fields are kept, and written back behind the known ones.
//!
//! Keys are written by one type alone, [`RevealedKey`]: `Order` prints them as `[redacted]`, and
//! [`Order::reveal`] turns it into the `Order<RevealedKey>` that goes to the printer.
//!
//! # Layout
//! - [`Order`], [`Line`]; [`ShipTo`]; [`Nfc`], [`Dynamic`], [`Record`]: the body, field by field.
//! - [`Extra`]: unknown fields that may hold a key. [`RevealedKey`]: the door.
//! - [`Order::from_json`] and [`JsonError`]: reading, with line, column and JSON path.
//! - [`OrderTemplate`] and [`build()`]: from a template and a batch's records to an order.
//! - [`check()`]: what the printer would refuse, and what nobody can have meant.

mod body;
mod build;
mod check;
mod expected;
mod extra;
mod json;
mod keys_digest;
mod nfc;
mod nfc_type;
mod read;
mod reveal;
mod ship_to;
mod template;

pub use body::{Line, Order};
pub use build::{RecordKeys, build, reference, unconfirmed_mapping};
pub use check::{Finding, Problem, Severity, check, check_profile, is_country_code};
pub use expected::Expected;
pub use extra::Extra;
pub use json::{JsonError, JsonProblem};
pub use nfc::{Dynamic, Nfc, Record};
pub use nfc_type::NfcType;
pub use reveal::RevealedKey;
pub use ship_to::{Address, ServicePoint, ShipTo};
pub use template::{OrderTemplate, OrderTemplateError};

#[cfg(test)]
mod tests;
