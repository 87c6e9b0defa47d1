//! Taps: URLs as a chip shows them, checked and made.
//!
//! # Layout
//! - [`Keyed`]: says of each line of an input whether it is a good tap, by keys that are at hand, on all cores;
//!   [`ByVault`]: by a batch whose vault has to be asked.
//! - [`identify`]: says which record of which batch made a tap.
//! - [`Shape`]: how a line of an input says its address.
//! - [`Replays`] and [`remember`]: what only a second look can tell.
//! - [`Signer`]: makes URLs as the chips of a batch would.

mod by_vault;
mod identify;
mod judged;
mod keyed;
mod replay;
mod shape;
mod sign;
mod trial;

pub use by_vault::{ByVault, Found};
pub(crate) use identify::rebase;
pub use identify::{Identified, identify};
pub use judged::Judged;
pub(crate) use keyed::is_shared;
pub use keyed::{Address, Keyed};
pub use replay::{Replays, remember};
pub use shape::{Shape, Unreadable};
pub use sign::{SignError, Signer};
pub(crate) use trial::{record_by_trial, record_of_card, record_of_uid};
