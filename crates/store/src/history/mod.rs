//! The history: what happened to the vault, who did it and when, each event linked to the one before.
//!
//! `link = HMAC-SHA-256(history key, the link before ‖ the event's row without its link)`, the first
//! after 32 zero bytes. Who holds the vault's file and its secrets can write another history and link
//! it anew; only a link that was noted elsewhere (a report, a backup) tells then.

mod event;
mod link;
mod note;
mod operator;
mod read;

pub use event::{Event, OrderAt};
pub(crate) use link::Link;
pub use operator::{BadOperator, Operator};
pub(crate) use read::follow;
pub use read::{Entry, Head};
