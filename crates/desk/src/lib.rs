//! The jobs of a desk. What the command line does, a station screen can do: nothing here knows a
//! terminal.
//!
//! # Layout
//! - [`batch`]: make one, and list what its records say.
//! - [`import`]: the keys of others, read. [`bureau`]: ours, sealed for those who write them to cards.
//! - [`order`]: from a template and a batch to order files' contents.
//! - [`inspect`]: what a card is, without a key.
//! - [`encode`]: from blank to finished, or from half-way to finished.
//! - [`reset`]: back to the factory. [`discover`]: how somebody else's card is laid out.
//! - [`verify`]: the named checks of a finished card.
//! - [`any`]: the same jobs at whatever card lies there; [`type2`]: at cards of pages,
//!   [`classic`]: of sectors.
//! - [`qa`]: a delivery judged by a sample.
//! - [`tap`]: check and make the URLs a chip shows.
//! - [`check`], [`record`], [`trust`]: the words they share; `work`: the pieces; `content`: what
//!   stands on a card that signs nothing.

pub mod any;
pub mod batch;
pub mod bureau;
pub mod check;
pub mod classic;
mod content;
pub mod discover;
pub mod encode;
pub mod error;
mod facts;
pub mod import;
pub mod inspect;
pub mod order;
pub mod qa;
pub mod record;
pub mod reset;
mod tag_tamper;
pub mod tap;
pub mod trust;
pub mod type2;
pub mod verify;
mod work;
