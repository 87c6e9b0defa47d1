//! Secure Dynamic Messaging: what the chip shows of itself in a read without a session.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Secure Dynamic Messaging".
//!
//! # Layout
//! - [`validity`]: which settings the chip takes.
//! - [`ReadRun`]: which reads are one tap.
//! - `tap`: counting, and the bytes of a read.
//! - `mirror`: the file with its mirrors filled.
//! - `places`: where mirrors stand.

mod mirror;
mod places;
mod run;
mod tap;
pub(super) mod validity;

pub(super) use run::{ReadCommand, ReadRun};
