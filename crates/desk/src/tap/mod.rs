//! Taps: URLs as a chip shows them, checked and made.
//!
//! # Layout
//! - [`Judge`]: says of one URL after another whether it is good, by a batch's keys or by given ones.
//! - [`Replays`] and [`remember`]: what only a second look can tell.
//! - [`Signer`]: makes URLs as the chips of a batch would.

mod judge;
mod replay;
mod sign;
mod trial;

pub use judge::{Judge, Judged};
pub use replay::{Replays, remember};
pub use sign::{SignError, Signer};
pub(crate) use trial::{record_by_trial, record_of_card, record_of_uid};
