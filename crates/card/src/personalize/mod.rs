//! From what a card is to what it shall be.
//!
//! Encoding is convergence: [`Target`] says what the card shall be, [`State`] what it is, and
//! [`plan`] the steps between. A finished card needs none; a card torn half-way needs the rest.
//!
//! # Layout
//! - [`Target`]: a record's card, bytes and settings and keys.
//! - [`State`]: what was read of a card, or what leaves the factory.
//! - [`Step`] and [`plan`].

mod plan;
mod state;
mod target;

pub use plan::{ForeignKey, Step, plan};
pub use state::State;
pub use target::Target;

#[cfg(test)]
mod tests;
