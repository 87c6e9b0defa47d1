//! From what a Type 2 card is to what it shall be, as [`crate::personalize`] does it for cards with files.
//!
//! A torn page may hold any mix of old and new bits, and neither a password nor a key can be read back. So it is
//! written only while it protects nothing, is proved before it protects, and limits of attempts and locks come
//! last, when the card is finished in all else. Run again, the plan is the rest. Which of the two a chip has is
//! [`Secret`](super::Secret)'s to say; the plan is the same.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Configuration pages", "Static lock bytes"; MF0ICU2 Rev. 3.3, "3DES
//! authentication", "Lock bytes"; the order is that of `hardware-notes/ntag21x.md`.
//!
//! # Layout
//! - [`Target`]: what a card shall be. [`State`]: what was read of it.
//! - [`Step`] and [`plan`]: the steps between. [`apply`]: one of them, done and read back.

mod apply;
mod lock;
mod plan;
mod signed;
mod state;
mod step;
mod target;

pub use apply::apply;
pub use plan::{PlanError, plan};
pub use state::{State, read};
pub use step::{Locked, Step};
pub use target::{Content, Locks, Target, TooLong};

#[cfg(test)]
mod tests;
