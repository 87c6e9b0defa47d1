//! The jobs at a card of pages: NTAG21x and MIFARE Ultralight. The requests and reports are those of
//! [`crate::encode`], [`crate::verify`] and [`crate::reset`].
//!
//! # Layout
//! - [`inspect`]: what a card shows. [`encode`] and [`plan`]; [`verify`]; [`reset`].
//! - `look`: which card this is, and all that it shows. `record_card`: what a record's card shall be.
//! - `opening`: which password or key opens it.

mod encode;
mod inspect;
mod look;
mod opening;
mod record_card;
mod reset;
mod verify;
mod write_down;

pub use encode::{encode, plan};
pub use inspect::{Inspection, inspect};
pub(crate) use record_card::check_fits;
pub use reset::reset;
pub use verify::verify;
