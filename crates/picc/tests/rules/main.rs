//! Every rule the chip is known to have, one test or one line of a table each.
//!
//! The reader's end here is `tapsmith-card`'s, the card's end this crate's: two hands, the same
//! documents. `foreign_client.rs` and the published dialogues say what neither of them can.
//!
//! # Layout
//! - [`rig`]: a reader and a card.
//! - [`settings`]: `ChangeFileSettings`, what is taken and what is refused.
//! - [`status`]: status words and their order. [`rights`]: who may do what. [`lengths`].
//! - [`session`]: secure messaging, and what ends it. [`failures`]: failed authentications.
//! - [`counter`]: which reads are taps. [`mirrors`]: what taps show.
//! - [`iso`]: the ISO commands. [`torn`]: power lost between two frames of a command.
//! - [`unknowns`]: each switch, both ways. [`any_bytes`]: nonsense.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod any_bytes;
mod counter;
mod failures;
mod iso;
mod lengths;
mod mirrors;
mod rig;
mod rights;
mod session;
mod settings;
mod status;
mod torn;
mod unknowns;
