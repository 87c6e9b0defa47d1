//! Whatever bytes a card sends, no decoder panics, and the client comes to an end.
//!
//! # Layout
//! - [`decoders`]: bytes to values.
//! - [`transport`]: a card that answers anything. [`tag`]: a client without a session before it.
//!   [`session`]: a client that has just authenticated, by a published dialogue.
//! - [`classic`]: MIFARE Classic, whose client talks to a reader.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod classic;
mod decoders;
mod session;
mod tag;
mod transport;
