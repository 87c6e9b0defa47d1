//! Every call: what it asks, and what it reads in what the printers' pages show and leave open.
//!
//! The pages' examples are files: `tests/vectors/orders/README.md` names the page of each.
//!
//! # Layout
//! - [`vectors`]: the examples. [`schemas`]: what is sent, judged by somebody else's validator.
//! - [`requests`]: what each call asks. [`examples`]: the pages' answers, value for value.
//! - [`printags`], [`merchrocket`]: what each call reads where the pages leave it open.
//! - [`reprint`]: an order for Merchrocket, and its check. [`wants`]: equal lines. [`status`]: what
//!   may follow what. [`any_bytes`]: nonsense.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod any_bytes;
mod examples;
mod merchrocket;
mod printags;
mod reprint;
mod requests;
mod schemas;
mod status;
mod vectors;
mod wants;
