//! What a card understands. Everything here is pure: bytes go in and out, and somebody else moves
//! them.
//!
//! # Layout
//! - [`apdu`], [`status`]: one exchange's bytes and the word it ends with.
//! - [`command`]: one file a command, each a command type paired with its reply type.
//! - [`settings`]: a file's settings, SDM among them.
//! - [`auth`]: authentication as typestate; what it leaves is a [`channel::Channel`].
//! - [`transport`]: the one method a reader has to offer; [`tag`]: the only loop over it.
//! - [`field`]: what else a reader does for cards that speak no APDUs; [`type2`], [`classic`]: such cards.
//! - [`originality`]: whether NXP signed the chip's UID.
//! - [`personalize`]: what a card shall be, what it is, and the steps between.

pub mod apdu;
pub mod auth;
pub mod channel;
pub mod classic;
pub mod command;
pub mod field;
pub mod originality;
pub mod personalize;
pub mod settings;
pub mod status;
pub mod tag;
pub mod transport;
pub mod type2;
