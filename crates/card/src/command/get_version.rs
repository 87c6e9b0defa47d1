//! `GetVersion`: what the chip is and where it was made.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetVersion`".

use tapsmith_core::access::CommMode;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::{Command, Reply};

/// Asks for the version; answered in three frames of 7, 7 and 14 bytes (15 with a FabKey id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetVersion;

/// The three frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The silicon.
    pub hardware: PartVersion,
    /// What runs on it.
    pub software: PartVersion,
    /// Zero if the chip shows a random UID.
    pub uid: Uid,
    /// The production batch: four bytes, and the high nibble of the next.
    pub batch: [u8; 5],
    /// Calendar week of production, 1 to 53, as the byte writes it (BCD).
    pub week: u8,
    /// Year of production in the century, as the byte writes it (BCD).
    pub year: u8,
}

/// One of the first two frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartVersion {
    /// `04`: NXP.
    pub vendor: u8,
    /// `04`: NTAG.
    pub kind: u8,
    /// Low nibble 2: 50 pF; 8: with tag tamper.
    pub subtype: u8,
    /// Major.
    pub major: u8,
    /// Minor.
    pub minor: u8,
    /// `11`: 256 to 512 bytes.
    pub storage: u8,
    /// `05`.
    pub protocol: u8,
}

impl Version {
    /// Whether this is an NTAG 424 DNA, with tag tamper or without.
    pub fn is_ntag424(&self) -> bool {
        let Version { hardware, .. } = self;
        (hardware.vendor, hardware.kind, hardware.major) == (0x04, 0x04, 0x30)
    }

    /// Whether the chip has a tag-tamper loop.
    pub fn has_tag_tamper(&self) -> bool {
        self.hardware.subtype & 0x0F == 0x08
    }
}

impl Command for GetVersion {
    const NAME: &'static str = "GetVersion";
    const INSTRUCTION: u8 = 0x60;
    const HEADER: usize = 0;
    type Reply = Version;

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::default()
    }
}

impl Reply for Version {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = self.hardware.encode().to_vec();
        bytes.extend(self.software.encode());
        bytes.extend(self.uid.0);
        bytes.extend(self.batch);
        bytes.extend([self.week, self.year]);
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (hardware, rest) = bytes.split_first_chunk()?;
        let (software, rest) = rest.split_first_chunk()?;
        let (uid, rest) = rest.split_first_chunk()?;
        let (batch, rest) = rest.split_first_chunk()?;
        let ([week, year] | [week, year, _]) = rest else { return None };
        Some(Self {
            hardware: PartVersion::decode(*hardware),
            software: PartVersion::decode(*software),
            uid: Uid(*uid),
            batch: *batch,
            week: *week,
            year: *year,
        })
    }
}

impl PartVersion {
    fn encode(self) -> [u8; 7] {
        let Self { vendor, kind, subtype, major, minor, storage, protocol } = self;
        [vendor, kind, subtype, major, minor, storage, protocol]
    }

    fn decode([vendor, kind, subtype, major, minor, storage, protocol]: [u8; 7]) -> Self {
        Self { vendor, kind, subtype, major, minor, storage, protocol }
    }
}
