//! The last block of a sector: key A, access conditions, a byte for general purposes, key B.
//!
//! Source: `MF1S50yyX` Rev. 3.0, "Sector trailer".

use serde::Serialize;
use tapsmith_core::bytes::join;
use tapsmith_core::secret::Reveal;
use zeroize::Zeroizing;

use super::access::{MalformedAccess, Who};
use super::{AccessConditions, Data, Key};

/// A trailer to be written. Its access conditions are such as a chip takes: there are no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trailer {
    /// Key A.
    pub key_a: Key,
    /// The access conditions.
    pub access: AccessConditions,
    /// The byte behind them.
    pub gpb: Gpb,
    /// Key B.
    pub key_b: Key,
}

/// What a chip shows of a trailer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTrailer {
    /// The access conditions.
    pub access: AccessConditions,
    /// The byte behind them.
    pub gpb: Gpb,
    /// Key B, where it can be read.
    pub key_b: Option<Key>,
}

/// The general purpose byte: who stores what in the sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Gpb(pub u8);

impl Gpb {
    /// As delivered.
    pub const DELIVERED: Self = Self(0x69);
    /// Sector 0, with a directory of one sector (AN10787, "General purpose byte").
    pub const MAD1: Self = Self(0xC1);
    /// Sector 0, with a directory of two sectors.
    pub const MAD2: Self = Self(0xC2);
    /// Sector 16, with the second part of the directory: the byte says nothing there.
    pub const SECOND_DIRECTORY: Self = Self(0x00);
    /// NDEF, mapping version 1.0, free to read and write (AN1304 Rev. 1.3, "GPB of the NFC sector").
    pub const NFC: Self = Self(0x40);
    /// The same, and nobody writes.
    pub const NFC_READ_ONLY: Self = Self(0x43);

    /// In sector 0: how many sectors the directory has, 1 or 2; none if there is no directory, or one of
    /// a version that nobody here knows.
    ///
    /// Source: AN10787, "General purpose byte": bit 7 says that there is one, bits 1 and 0 which.
    pub const fn directory(self) -> Option<u8> {
        match (self.0 & 0x80 != 0, self.0 & 0x03) {
            (true, version @ 1..=2) => Some(version),
            _ => None,
        }
    }
}

impl Trailer {
    /// As delivered.
    pub fn delivered() -> Self {
        let [key_a, key_b] = [Key::factory(), Key::factory()];
        Self { key_a, access: AccessConditions::DELIVERED, gpb: Gpb::DELIVERED, key_b }
    }

    /// The block.
    pub fn to_bytes(&self) -> Zeroizing<Data> {
        let Self { key_a, access, gpb, key_b } = self;
        Zeroizing::new(join(&[key_a.reveal(), &access.encode(), &[gpb.0], key_b.reveal()]))
    }

    /// Whether nobody can ever change it again.
    pub fn irreversible(&self) -> bool {
        self.access.trailer.write() == Who::Never
    }
}

impl SeenTrailer {
    /// What a chip answers when it is asked for a trailer. Of the keys it shows zeros, but for a key B
    /// that can be read.
    ///
    /// # Errors
    /// The access bits contradict themselves.
    pub fn decode(block: &Data) -> Result<Self, MalformedAccess> {
        let [_, _, _, _, _, _, low, middle, high, gpb, key_b @ ..] = block;
        let access = AccessConditions::decode([*low, *middle, *high])?;
        let key_b = access.trailer.key_b_readable().then(|| Key::new(*key_b));
        Ok(Self { access, gpb: Gpb(*gpb), key_b })
    }

    /// Whether it is what `trailer` looks like, as far as a chip shows it.
    pub fn shows(&self, trailer: &Trailer) -> bool {
        let key_b = self.key_b.as_ref();
        self.access == trailer.access
            && self.gpb == trailer.gpb
            && key_b.is_none_or(|key| *key == trailer.key_b)
    }
}
