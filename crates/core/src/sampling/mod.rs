//! Acceptance sampling: how many cards of a lot to look at, which ones, and what they say of the others.
//!
//! Everything is computed from tables and distributions; nothing is drawn, dated or stored here.
//!
//! A defect that breaks security (a wrong MAC, two cards with one key, a factory key left on a card) fits no
//! AQL. For it there is [`zero_acceptance`].
//!
//! # Layout
//! - [`Standard`], [`Severity`], [`Level`], [`Aql`], [`LotSize`], [`CodeLetter`]: what a plan is looked up
//!   by.
//! - [`SinglePlan`], [`Outcome`]: what the tables say; `table` has them as printed.
//! - [`zero_acceptance`], with [`Confidence`] and [`Share`]: samples where one defect is too many.
//! - [`oc`], [`interval`]: what a plan is worth, and what a sample tells; `tails` has the distributions.
//! - [`switching`]: which severity is due.
//! - [`mod@draw`], [`Seed`]: which cards.

mod aql;
pub mod draw;
pub mod interval;
mod letter;
mod level;
mod lot;
mod number;
pub mod oc;
mod part;
mod plan;
mod seed;
mod severity;
mod standard;
pub mod switching;
mod table;
mod tails;
mod zero;

#[cfg(test)]
mod tests;

pub use aql::{Aql, BadAql};
pub use draw::{GENERATOR, draw};
pub use letter::CodeLetter;
pub use level::{BadLevel, Level};
pub use lot::{BadLotSize, LotSize};
pub use part::{BadConfidence, BadShare, Confidence, Share};
pub use plan::{Outcome, SinglePlan};
pub use seed::Seed;
pub use severity::{BadSeverity, Severity};
pub use standard::{BadStandard, Standard};
pub use zero::zero_acceptance;
