//! `GET_VERSION`: what the chip is. Exactly one byte: with more behind it the chip says nothing.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`GET_VERSION`".

use zeroize::Zeroizing;

use super::{Command, bytes};
use crate::field::Heard;

/// Asks for the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetVersion;

/// The eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// `04`: NXP.
    pub vendor: u8,
    /// `03`: Ultralight, `04`: NTAG.
    pub kind: u8,
    /// Low nibble 1: 17 pF, 2: 50 pF; 8: with a status loop.
    pub subtype: u8,
    /// Major.
    pub major: u8,
    /// Minor.
    pub minor: u8,
    /// The upper seven bits are n: 2^n bytes, or up to twice as many if the lowest bit is set.
    pub storage: u8,
    /// `03`: ISO/IEC 14443-3.
    pub protocol: u8,
}

impl Version {
    /// Whether the chip detects a status, and shows it in its taps: `StatusDetect`.
    pub const fn detects_status(self) -> bool {
        self.subtype == 0x08
    }

    /// For the wire.
    pub const fn to_bytes(self) -> [u8; 8] {
        let Self { vendor, kind, subtype, major, minor, storage, protocol } = self;
        [0x00, vendor, kind, subtype, major, minor, storage, protocol]
    }

    /// From the wire.
    pub const fn from_bytes(bytes: [u8; 8]) -> Option<Self> {
        let [0x00, vendor, kind, subtype, major, minor, storage, protocol] = bytes else {
            return None;
        };
        Some(Self { vendor, kind, subtype, major, minor, storage, protocol })
    }
}

impl Command for GetVersion {
    const NAME: &'static str = "GET_VERSION";
    type Reply = Version;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x60])
    }

    fn reply(&self, heard: &Heard) -> Option<Version> {
        Version::from_bytes(bytes(heard)?.try_into().ok()?)
    }
}
