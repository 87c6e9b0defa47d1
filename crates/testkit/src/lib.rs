//! Help for tapsmith's own tests. Never a part of the program.
//!
//! # Layout
//! - [`vectors`]: the published cases under `tests/vectors`.
//! - [`replay`]: a card on a reader, as a transcript remembers both.

#![expect(
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot read its vectors has nothing better to do than to stop"
)]

pub mod replay;
pub mod vectors;
