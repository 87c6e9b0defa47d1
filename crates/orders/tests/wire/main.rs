//! The wire: what is sent, how often, and what comes of every way in which a server can fail.
//!
//! At the other end is a script on a socket (`std::net`): no HTTP library of ours or of anybody's.
//!
//! # Layout
//! - [`server`]: the script. [`ask`]: a call of each effect, and how patient it is.
//! - [`outcomes`]: every answer, by effect. [`waits`]: Retry-After, Ctrl-C, the deadline.
//! - [`token`]: where it goes, and where it does not. [`idle`]: connections kept too long.
//! - [`providers`]: what the printers' servers see. [`estimate`]: what an order will cost.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod ask;
mod estimate;
mod idle;
mod outcomes;
mod providers;
mod server;
mod token;
mod waits;
