//! Which chip.

use serde::{Deserialize, Serialize};

use super::Sector;
use crate::field::Speaks;

/// A MIFARE Classic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Model {
    /// 1 KB: 16 sectors.
    #[serde(rename = "classic-1k")]
    Classic1k,
    /// 4 KB: 40 sectors.
    #[serde(rename = "classic-4k")]
    Classic4k,
}

impl Model {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Classic1k, Self::Classic4k];

    /// The chip of which an answer to reset says this; none if it is no MIFARE Classic.
    pub const fn of(speaks: Speaks) -> Option<Self> {
        match speaks {
            Speaks::Classic { large: false } => Some(Self::Classic1k),
            Speaks::Classic { large: true } => Some(Self::Classic4k),
            Speaks::Apdus | Speaks::Type2 | Speaks::Other { .. } => None,
        }
    }

    /// Its name, as `card inspect` says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classic1k => "classic-1k",
            Self::Classic4k => "classic-4k",
        }
    }

    /// Its sectors, in order.
    ///
    /// Source: `MF1S50yyX` Rev. 3.0, "Memory organization"; `MF1S70yyX`, the same.
    pub fn sectors(self) -> impl DoubleEndedIterator<Item = Sector> {
        let count = match self {
            Self::Classic1k => 16,
            Self::Classic4k => 40,
        };
        (0..count).filter_map(Sector::new)
    }

    /// The sectors that hold NDEF when all that can do: all but those of the directory.
    ///
    /// Source: AN1304 Rev. 1.3, "NFC sector".
    pub fn ndef_sectors(self) -> impl DoubleEndedIterator<Item = Sector> {
        self.sectors().filter(|sector| !sector.is_directory())
    }

    /// The sectors of the directory.
    pub fn directory_sectors(self) -> impl DoubleEndedIterator<Item = Sector> {
        self.sectors().filter(|sector| sector.is_directory())
    }

    /// Bytes for NDEF, with what stands around a message: 720 or 3360.
    pub fn capacity(self) -> usize {
        self.ndef_sectors().flat_map(Sector::data_blocks).count() * size_of::<super::Data>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AN1304 and the data sheets' figures of memory.
    #[test]
    fn both_have_the_room_that_their_makers_say() {
        let counts = Model::ALL
            .map(|model| (model.sectors().count(), model.ndef_sectors().count(), model.capacity()));
        assert_eq!(counts, [(16, 15, 720), (40, 38, 3360)]);
        assert_eq!(Model::of(Speaks::Classic { large: true }), Some(Model::Classic4k));
        assert_eq!(Model::of(Speaks::Type2), None);
    }
}
