//! The MIFARE application directory: whose each sector is.
//!
//! Source: AN10787, "MAD1", "MAD2", "CRC calculation"; published directories stand in
//! `tests/vectors/mifare_classic.json`.

use crc::{CRC_8_MIFARE_MAD, Crc};
use serde::Serialize;
use thiserror::Error;

use super::{Data, Model, Sector};

/// The whole directory of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mad {
    /// Of sectors 1 to 15; it stands in sector 0.
    pub first: Directory<15>,
    /// Of sectors 17 to 39, if there is one; it stands in sector 16.
    pub second: Option<Directory<23>>,
}

/// One sector's directory of `N` others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory<const N: usize> {
    /// The sector of who issued the card; 0 for nobody.
    pub publisher: u8,
    /// Whose each sector is, in order.
    pub applications: [Aid; N],
}

/// An application's number: its function cluster, and a number in it. On the card its low byte is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Aid(pub u16);

/// Bytes that are no directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize)]
#[error(
    "the checksum of the directory in sector {sector} is {stored:02X}, and its content's {computed:02X}"
)]
pub struct WrongChecksum {
    /// Where it stands.
    pub sector: Sector,
    /// What it says.
    pub stored: u8,
    /// What its content comes to.
    pub computed: u8,
}

/// Polynomial 1D, preset C7, not reflected.
const CHECKSUM: Crc<u8> = Crc::<u8>::new(&CRC_8_MIFARE_MAD);

/// What cards in the field hold as their publisher, be sector 1 somebody's or not.
const PUBLISHER: u8 = 0x01;

impl Aid {
    /// The sector is free.
    pub const FREE: Self = Self(0x0000);
    /// NDEF (AN1304 Rev. 1.3, "NFC AID"): on the card `03 E1`.
    pub const NDEF: Self = Self(0xE103);
}

impl<const N: usize> Directory<N> {
    /// The directory of a card whose every sector holds NDEF.
    fn ndef() -> Self {
        Self { publisher: PUBLISHER, applications: [Aid::NDEF; N] }
    }

    /// Checksum, publisher, applications: 32 or 48 bytes.
    pub fn encode(&self) -> Vec<u8> {
        let applications = self.applications.iter().flat_map(|aid| aid.0.to_le_bytes());
        let content: Vec<_> = [self.publisher].into_iter().chain(applications).collect();
        let checksum = CHECKSUM.checksum(&content);
        [checksum].into_iter().chain(content).collect()
    }

    /// What [`Directory::encode`] makes, read from `sector`. What is missing counts as zeros.
    ///
    /// # Errors
    /// The checksum is not that of the content.
    fn decode(sector: Sector, bytes: &[u8]) -> Result<Self, WrongChecksum> {
        let mut bytes = bytes.iter().copied().chain(std::iter::repeat(0));
        let mut next = || bytes.next().unwrap_or_default();
        let (stored, publisher) = (next(), next());
        let applications = std::array::from_fn(|_| Aid(u16::from_le_bytes([next(), next()])));
        let read = Self { publisher, applications };
        match read.encode().first() {
            Some(&computed) if computed != stored => {
                Err(WrongChecksum { sector, stored, computed })
            }
            _ => Ok(read),
        }
    }
}

impl<const N: usize> Serialize for Directory<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'d> {
            publisher: u8,
            applications: &'d [Aid],
        }
        let Self { publisher, applications } = self;
        Shown { publisher: *publisher, applications }.serialize(serializer)
    }
}

impl Mad {
    /// The directory of a card whose every sector holds NDEF.
    pub fn ndef(model: Model) -> Self {
        let second = (model == Model::Classic4k).then(Directory::ndef);
        Self { first: Directory::ndef(), second }
    }

    /// A directory from the data blocks of sector 0, and of sector 16 if it has a second part.
    ///
    /// # Errors
    /// A checksum is wrong.
    pub fn decode(first: &[Data], second: Option<&[Data]>) -> Result<Self, WrongChecksum> {
        let first = Directory::decode(Sector::DIRECTORY, first.as_flattened())?;
        let second = second
            .map(|second| Directory::decode(Sector::SECOND_DIRECTORY, second.as_flattened()))
            .transpose()?;
        Ok(Self { first, second })
    }

    /// The bytes of the part that stands in `sector`; none in sectors that are not the directory's.
    pub fn part(&self, sector: Sector) -> Vec<u8> {
        match (sector, &self.second) {
            (Sector::DIRECTORY, _) => self.first.encode(),
            (Sector::SECOND_DIRECTORY, Some(second)) => second.encode(),
            _ => Vec::new(),
        }
    }

    /// Each sector with whose it is.
    pub fn applications(&self) -> impl Iterator<Item = (Sector, Aid)> {
        let second = self.second.iter().flat_map(|second| second.applications);
        let aids = self.first.applications.into_iter().chain(second);
        // A directory of one part ends with sector 15, whatever the chip.
        Model::Classic4k.ndef_sectors().zip(aids)
    }

    /// The sectors that hold NDEF: the first of them, and those that follow it without a gap. Sector 16
    /// is no gap.
    ///
    /// Source: AN1304 Rev. 1.3, "NDEF detection".
    pub fn ndef_sectors(&self) -> Vec<Sector> {
        let mut sectors = self.applications().skip_while(|(_, aid)| *aid != Aid::NDEF);
        let run = sectors.by_ref().take_while(|(_, aid)| *aid == Aid::NDEF);
        run.map(|(sector, _)| sector).collect()
    }
}

#[cfg(test)]
mod tests;
