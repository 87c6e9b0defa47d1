//! Every rule the Type 2 chips are known to have, one test or one line of a table each.
//!
//! Frames and answers are written out by hand, from data sheets, from dumps and traces of silicon, and
//! from published dialogues: but for [`client`], nothing here asks the client's code. The reader's end of the
//! authentications is written for these tests.
//!
//! # Layout
//! - [`rig`]: a reader and a chip.
//! - [`factory`]: as delivered.
//! - [`reading`], [`writing`]: pages; and [`locks`], which locks them.
//! - [`password`], [`configuration`]: who may, and from when on. [`asleep`]: what ends it all.
//! - [`mirrors`]: what a read shows, and what it counts.
//! - [`ev1`], [`ultralight_c`], [`ultralight_aes`], [`ntag22x`]: what these alone have.
//! - [`torn`]: power lost. [`stored`]: state files. [`unknowns`]: each switch, both ways.
//! - Nonsense: [`any_bytes`]. The client of `tapsmith-card`: [`client`].

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod any_bytes;
mod asleep;
mod client;
mod configuration;
mod ev1;
mod factory;
mod locks;
mod mirrors;
mod ntag22x;
mod password;
mod reading;
mod rig;
mod stored;
mod torn;
mod ultralight_aes;
mod ultralight_c;
mod unknowns;
mod writing;
