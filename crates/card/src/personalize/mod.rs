//! From what a card is to what it shall be.
//!
//! Encoding is convergence: [`Target`] says what the card shall be, [`State`] what it is, and
//! [`plan`] the steps between. A finished card needs none; a card torn half-way needs the rest. A
//! reset is the same way, with the factory's state as the target.
//!
//! # Layout
//! - [`Shape`]: bytes and settings of a card. [`Target`]: the same with its keys.
//! - [`State`]: what was read of a card, or what leaves the factory.
//! - [`Step`] and [`plan`]; `configure`: the chip as a whole.
//! - [`CardKey`]: the card's own master key, of a card that has one.
//! - [`FoundApplication`] and [`Part`]: what a card that is delivered without an application lacks of it.

mod application;
mod card_key;
mod configure;
mod plan;
mod sdm;
mod shape;
mod state;
mod step;
mod target;

pub use application::{ApplicationError, CAPABILITY_CONTAINER, FoundApplication, Part, creation};
pub use card_key::CardKey;
pub use plan::{PlanError, plan};
pub use shape::Shape;
pub use state::State;
pub use step::{Step, StepName};
pub use target::Target;

#[cfg(test)]
mod tests;
