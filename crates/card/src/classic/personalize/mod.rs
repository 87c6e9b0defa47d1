//! From what a card is to what it shall be, as [`crate::personalize`] does it for NTAG 424 DNA: a finished
//! card needs no step, a torn one the rest, and a reset is the same way back.
//!
//! The order: all sectors are read first, so that nothing is written to a card that cannot be finished. Then
//! each sector of NDEF, its data and then its trailer; then the directory; its trailers last. So a card that
//! was torn never says that it holds NDEF where it does not yet. A reset does the directory last. What is for
//! good comes behind all of it: sector by sector, access bits that nobody changes any more, and no other byte.
//!
//! Nothing protects a trailer from a tear. It is written once, and read back by its new key before anything
//! else happens. If the power goes in the middle of it, the sector may be lost for ever.
//!
//! # Layout
//! - [`Target`]: what a card shall be. [`State`]: what it is. [`read_state`] asks it.
//! - [`plan`]: the [`Step`]s between. [`apply_step`]: one of them, on a card.

mod apply;
mod plan;
mod read;
mod state;
mod step;
mod target;

pub use apply::{ApplyError, apply_step, exchanges};
pub use plan::{PlanError, plan};
pub use read::{Limit, read_state};
pub use state::{OpenSector, SectorState, State};
pub use step::{Step, StepName};
pub use target::Target;

#[cfg(test)]
mod tests;
