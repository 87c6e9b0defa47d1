//! The card's own master key, of a MIFARE DESFire: whoever has it can format the card.

use tapsmith_core::key::{KeyVersion, SlotKey};

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardKey {
    /// A DES key of zeros, which everybody knows.
    Delivered,
    /// An AES key.
    Aes(SlotKey),
}

impl CardKey {
    /// What the card says of it: a DES key of zeros has version 0, as its parity bits are.
    pub fn version(&self) -> KeyVersion {
        match self {
            Self::Delivered => SlotKey::factory().version,
            Self::Aes(held) => held.version,
        }
    }
}
