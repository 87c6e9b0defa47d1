//! `GetVersion`: what the chip is and where it was made.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetVersion`". The numbers of other products: Proxmark3, `cmdhfmfdes.c`.

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
    /// `04`: NTAG; `01`: MIFARE DESFire.
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

/// A product, as far as the silicon's numbers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// MIFARE DESFire, the first.
    Desfire,
    /// MIFARE DESFire EV1.
    DesfireEv1,
    /// MIFARE DESFire EV2.
    DesfireEv2,
    /// MIFARE DESFire EV3.
    DesfireEv3,
    /// MIFARE DESFire Light.
    DesfireLight,
    /// NTAG 424 DNA, with tag tamper or without.
    Ntag424,
}

impl Product {
    /// Its name, with an article.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Desfire => "a MIFARE DESFire",
            Self::DesfireEv1 => "a MIFARE DESFire EV1",
            Self::DesfireEv2 => "a MIFARE DESFire EV2",
            Self::DesfireEv3 => "a MIFARE DESFire EV3",
            Self::DesfireLight => "a MIFARE DESFire Light",
            Self::Ntag424 => "an NTAG 424 DNA",
        }
    }
}

impl Version {
    /// What this is; none if it is nothing that these commands are known to fit.
    pub const fn product(&self) -> Option<Product> {
        let PartVersion { vendor, kind, major, .. } = self.hardware;
        match (vendor, kind, major) {
            (0x04, 0x01, 0x00) => Some(Product::Desfire),
            (0x04, 0x01, 0x01) => Some(Product::DesfireEv1),
            (0x04, 0x01, 0x12) => Some(Product::DesfireEv2),
            (0x04, 0x01, 0x33) => Some(Product::DesfireEv3),
            (0x04, 0x08, 0x30) => Some(Product::DesfireLight),
            (0x04, 0x04, 0x30) => Some(Product::Ntag424),
            _ => None,
        }
    }

    /// Whether this is an NTAG 424 DNA, with tag tamper or without.
    pub fn is_ntag424(&self) -> bool {
        self.product() == Some(Product::Ntag424)
    }

    /// Whether the chip has a tag-tamper loop.
    pub fn has_tag_tamper(&self) -> bool {
        self.is_ntag424() && self.hardware.subtype & 0x0F == 0x08
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
