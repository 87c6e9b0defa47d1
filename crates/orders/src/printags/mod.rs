//! Printags: `https://api.printags.com`.
//!
//! Source: Printags Public API, April and June 2026; each file names its page. What the pages leave
//! open is read in every way that was seen, and unknown fields are kept.
//!
//! # Layout
//! - [`Printags`]: the provider. `payload`: an order for it.
//! - One call a file: [`GetAccount`], [`FindOrders`], [`GetOrder`], [`CreateOrder`],
//!   `validate_order`, [`UploadFile`], [`GetFile`], [`GetStatuses`], [`GetModels`], [`GetRates`].
//! - `estimate`: what an order will cost, from models and rates.

mod create_order;
mod estimate;
mod find_orders;
mod get_account;
mod get_file;
mod get_models;
mod get_order;
mod get_rates;
mod get_statuses;
mod payload;
mod provider;
mod remote_order;
mod upload_file;
mod validate_order;

use serde::Deserialize;

use crate::call::{Answer, Unreadable};
use crate::provider::Stage;
pub use create_order::{CreateOrder, Created};
pub use find_orders::{FindOrders, Found};
pub use get_account::{AccountAnswer, AccountBody, GetAccount};
pub use get_file::GetFile;
pub use get_models::{GetModels, ModelBody, ModelsAnswer};
pub use get_order::{GetOrder, OrderAnswer};
pub use get_rates::{GetRates, RatesAnswer, RatesItem, RatesRequest};
pub use get_statuses::{GetStatuses, StatusesAnswer};
pub use payload::payload;
pub(crate) use payload::read;
pub use provider::Printags;
pub use remote_order::{OrderBody, ShippingBody, StatusBody};
pub use upload_file::{FileBody, FilesBody, UploadAnswer, UploadFile};
pub use validate_order::{Prices, ProductPrice, ShippingPrice, ValidateAnswer};

/// Its server.
pub const URL: &str = "https://api.printags.com";

/// The account of whoever holds the token.
pub const ME: &str = "@me";

/// Its statuses, in the order of an order's life; those beside the way come last. Seen in a client in
/// production; `canceled` is the same as `cancelled`.
pub(crate) const LIFE_CYCLE: [(&str, Stage); 21] = [
    ("creating", Stage::Draft),
    ("draft", Stage::Draft),
    ("in_queue", Stage::Accepted),
    ("created", Stage::Accepted),
    ("validated", Stage::InWork),
    ("processing", Stage::InWork),
    ("treated", Stage::InWork),
    ("batching", Stage::InWork),
    ("sent_for_printing", Stage::InWork),
    ("manufacturing", Stage::InWork),
    ("packaging", Stage::InWork),
    ("packaged", Stage::InWork),
    ("ready_for_shipping", Stage::InWork),
    ("shipped", Stage::InWork),
    ("delivered", Stage::Delivered),
    ("on_hold", Stage::Held),
    ("returned", Stage::Failed),
    ("refunded", Stage::Ended),
    ("failed", Stage::Failed),
    ("cancelled", Stage::Ended),
    ("canceled", Stage::Ended),
];

/// What is around every answer.
#[derive(Deserialize)]
struct Envelope {
    success: Option<bool>,
}

/// Refuses an answer that says of itself that it is none.
fn succeeded(answer: &Answer) -> Result<(), Unreadable> {
    match answer.json::<Envelope>()?.success {
        Some(false) => Err(Unreadable::NoSuccess),
        _ => Ok(()),
    }
}
