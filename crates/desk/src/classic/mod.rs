//! The jobs at a MIFARE Classic. The requests and reports are those of [`crate::encode`], [`crate::verify`] and
//! [`crate::reset`].
//!
//! Its keys keep honest people from writing over a card; the cipher was broken long ago, so they prove nothing.
//!
//! # Layout
//! - [`inspect`]: what the keys that everybody has show. [`encode`] and [`plan`]; [`verify`]; [`reset`].
//! - `look`: which card this is, and what it holds. `checks`: the judgements.

mod checks;
mod encode;
mod inspect;
mod look;
mod reset;
mod verify;

pub use encode::{encode, plan};
pub use inspect::{Inspection, inspect};
pub use reset::reset;
pub use verify::verify;
