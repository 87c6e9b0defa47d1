//! Every rule the chip is known to have, one test or one line of a table each.
//!
//! The reader's end here is `tapsmith-card`'s, the card's end this crate's: two hands, the same
//! documents. `foreign_client.rs` and the published dialogues say what neither of them can.
//!
//! They run twice: here in AES mode, and in `rules_in_lrp.rs` in LRP mode.
//!
//! # Layout
//! - [`rig`]: a reader and a card; [`lrp`]: the reader's end in LRP mode.
//! - [`settings`]: `ChangeFileSettings`, what is taken and what is refused.
//! - [`status`]: status words and their order. [`rights`]: who may do what. [`lengths`].
//! - [`session`]: secure messaging, and what ends it. [`failures`]: failed authentications.
//! - [`configuration`]: `SetConfiguration`. [`random_uid`], [`tamper`], [`modes`]: what it sets.
//! - [`counter`]: which reads are taps. [`file_counters`]: `GetFileCounters`. [`mirrors`]: what taps show.
//! - [`preprogrammed`]: chips that somebody had before us.
//! - [`iso`]: the ISO commands. [`torn`]: power lost between two frames of a command.
//! - [`unknowns`]: each switch, both ways. [`any_bytes`]: nonsense.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

use tapsmith_core::suite::Suite;

/// The mode of all cards here.
const SUITE: Suite = Suite::Aes;

mod any_bytes;
mod configuration;
mod counter;
mod failures;
mod file_counters;
mod iso;
mod lengths;
mod lrp;
mod mirrors;
mod modes;
mod preprogrammed;
mod random_uid;
mod rig;
mod rights;
mod session;
mod settings;
mod status;
mod tamper;
mod torn;
mod unknowns;
