//! Every rule the virtual DESFire EV3 is known to have, one test or one line of a table each.
//!
//! Commands and answers are written out by hand. The reader's end of authentication and of secure messaging is
//! written for these tests, from the same papers and by nobody's code: nothing here asks `tapsmith-card`.
//!
//! # Layout
//! - [`rig`]: a card and what sends to it. [`reader`]: sessions, the reader's end.
//! - [`published`]: dialogues with silicon, byte for byte.
//! - [`whole`]: a card made for an address, from delivery to tap.
//! - [`picc`], [`legacy`], [`ev1`], [`applications`], [`keys`], [`session`]: the card and its keys.
//! - [`files`], [`data`], [`settings`], [`taps`], [`iso`]: files.
//! - [`torn`]: power lost. [`stored`]: state files. [`unknowns`]: each switch, both ways.
//! - Nonsense: [`any_bytes`].

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod any_bytes;
mod applications;
mod data;
mod ev1;
mod files;
mod iso;
mod keys;
mod legacy;
mod picc;
mod published;
mod reader;
mod rig;
mod session;
mod settings;
mod stored;
mod taps;
mod torn;
mod unknowns;
mod whole;
