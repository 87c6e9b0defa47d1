//! Merchrocket: `https://app.merchrocket.shop/api/`.
//!
//! It makes printed goods and reprints; there is no NFC here, and no key ever goes there.
//!
//! Source: Merchrocket documentation, "Orders Endpoint", "Create a reprint order", "Authentication";
//! the names that the pages leave open are those of the vendor's .NET client.
//!
//! # Layout
//! - [`Merchrocket`]: the provider. [`NewOrder`]: an order for it; `check`: what is wrong with one.
//! - One call a file: [`CreateOrder`], [`GetOrder`], [`ListOrders`], [`AmendOrder`], and [`Confirm`],
//!   [`Cancel`], [`Refund`].

mod act;
mod amend_order;
mod check;
mod create_order;
mod get_order;
mod list_orders;
mod new_order;
mod payload;
mod provider;
mod remote_order;

use crate::provider::Stage;
pub use act::{Cancel, Confirm, Refund};
pub use amend_order::AmendOrder;
pub(crate) use check::check_patch;
pub use create_order::CreateOrder;
pub use get_order::GetOrder;
pub use list_orders::{ListOrders, Page};
pub use new_order::{
    Action, Item, Layer, NewOrder, Placement, PlacementOption, Position, Recipient,
};
pub(crate) use payload::{is_order, read};
pub use provider::Merchrocket;
pub use remote_order::{AssociationBody, LinkBody, OrderBody};

/// Its server.
pub const URL: &str = "https://app.merchrocket.shop/api/";

/// Its server for tests, as the vendor's own client has it.
pub const STAGING_URL: &str = "https://staging.merchrocket.shop/api/";

/// What its answers are.
pub(crate) const LD_JSON: &str = "application/ld+json";

/// Its statuses, in the order of an order's life; those beside the way come last. `failed` is not the
/// end: such an order can be mended and sent again. `shipped` was seen in a webhook alone.
///
/// Source: Merchrocket documentation, "Order workflow".
pub(crate) const LIFE_CYCLE: [(&str, Stage); 10] = [
    ("draft", Stage::Draft),
    ("pending", Stage::InWork),
    ("inprocess", Stage::InWork),
    ("partial", Stage::InWork),
    ("shipped", Stage::InWork),
    ("fulfilled", Stage::Delivered),
    ("onhold", Stage::Held),
    ("failed", Stage::Held),
    ("canceled", Stage::Ended),
    ("cancelled", Stage::Ended),
];

/// An order's place in a path: its id, or our name for it behind an @.
fn by_reference(reference: &str) -> String {
    format!("@{reference}")
}
