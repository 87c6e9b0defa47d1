//! Orders: built from a batch, sent once, committed when somebody says so, and followed to their end.
//!
//! # Layout
//! - [`build`](mod@build): from a template and a batch to orders; [`again`]: the same order once more, from
//!   what the vault remembers, and reprints.
//! - [`fit`]: whether an order can be sent at all: what the vault and the server have to say.
//! - [`Desk`]: a vault, a provider, and whoever is told. [`submit`]: one order per reference, ever;
//!   [`commit`]: the one thing that spends money; [`follow`]: what became of it, and taking it back.
//! - `doubt`: finding out what became of something that was sent.

pub mod again;
pub mod build;
pub mod commit;
mod desk;
mod doubt;
mod error;
pub mod fit;
pub mod follow;
pub mod submit;

pub use desk::{Desk, News, Place};
pub use error::OrderError;
