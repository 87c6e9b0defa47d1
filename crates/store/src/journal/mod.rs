//! The journal: every change of a card's key or settings, on disk before it is tried. Whatever happens
//! to the card then, what it had and what it was to have can both be found.

mod read;
mod write;

pub use read::KnownKey;

use tapsmith_core::key::{KeyNumber, SlotKey};

/// A key that is about to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// The slot.
    pub slot: KeyNumber,
    /// What it holds.
    pub old: SlotKey,
    /// What it shall hold.
    pub new: SlotKey,
}

/// Settings of a file, or of the chip as a whole, that are about to change, in the chip's own encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file's number; of the chip as a whole, [`FileChange::CONFIGURATION`] and the option's number.
    pub file: u8,
    /// What it has.
    pub old: Vec<u8>,
    /// What it shall have.
    pub new: Vec<u8>,
}

impl FileChange {
    /// No file has a number from here on: what stands behind it is an option of `SetConfiguration`, whose
    /// old value is empty, for no command reads it.
    pub const CONFIGURATION: u8 = 0x80;
}

/// The old key, then the new one.
const BOTH_KEYS: usize = 32;
