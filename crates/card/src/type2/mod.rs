//! Type 2 cards: `NTAG21x`, MIFARE Ultralight, NTAG 22x DNA. They speak frames of ISO/IEC 14443-3, and
//! their memory is pages of four bytes.
//!
//! Source: NFC Forum Type 2 Tag 1.2; the chips' data sheets, as `hardware-notes` names them.
//!
//! # Layout
//! - [`command`]: one file a command. [`Tag`]: the only loop over a field.
//! - [`Model`] and [`MemoryMap`]: which chip, and what stands where.
//! - [`identify()`]: which chip lies there.
//! - [`Secret`]: the password or the key that opens a chip. [`settings`]: CFG0 and CFG1. [`tlv`]: the NDEF area.
//! - [`personalize`]: what a card shall be, what it is, and the steps between.

pub mod command;
mod error;
mod identify;
mod memory_map;
mod model;
pub mod personalize;
mod secret;
pub mod settings;
mod tag;
pub mod tlv;

pub use error::Error;
pub use identify::{Identity, identify};
pub use memory_map::{DynamicLock, KeyLock, MemoryMap};
pub use model::Model;
pub use secret::{RndA, Secret};
pub use settings::Settings;
pub use tag::Tag;

/// Bytes of a page.
pub const PAGE: usize = 4;

/// What a page holds.
pub type Page = [u8; PAGE];
