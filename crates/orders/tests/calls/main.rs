//! Every call: what it asks, and what it reads in what the printers' pages show and leave open.
//!
//! The pages' examples are files: `tests/vectors/orders/README.md` names the page of each.
//!
//! # Layout
//! - [`vectors`]: the examples. [`schemas`]: what is sent, judged by somebody else's validator.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod schemas;
mod vectors;
