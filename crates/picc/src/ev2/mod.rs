//! EV2 secure messaging, the card's end: what NTAG 424 DNA and DESFire EV3 have in common.
//!
//! # Layout
//! - `proof`: how an authentication is proved; `session_keys`, `channel`: the session it opens.
//! - `answer`, `checks`: what a command comes to, and what is looked at before.
//! - `frames`: how a command travels.
//! - `new_key`: what `ChangeKey` brings.
//! - `unknowns`: the switches that both chips have.

pub(crate) mod answer;
pub(crate) mod channel;
pub(crate) mod checks;
pub(crate) mod frames;
pub(crate) mod new_key;
pub(crate) mod proof;
pub(crate) mod session_keys;
pub(crate) mod unknowns;
