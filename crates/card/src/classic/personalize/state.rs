//! What a card is.

use crate::classic::access::Who;
use crate::classic::mad::WrongChecksum;
use crate::classic::{
    AccessConditions, Data, DataBlock, Gpb, Key, KeyKind, Mad, Model, Opener, Sector, Trailer,
};

/// What was read of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Which chip.
    pub model: Model,
    /// Its sectors, in order.
    pub sectors: Vec<(Sector, SectorState)>,
}

/// What was read of a sector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectorState {
    /// It opens with a known key.
    Open(OpenSector),
    /// No key that was tried opens it.
    Unknown,
    /// A key opens it, and the card gives nothing of it: its access bits contradict themselves. It is
    /// lost for ever.
    Blocked,
    /// So many keys had failed before that it was not asked.
    Unasked,
}

/// A sector that opens with a known key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSector {
    /// Key A, if it is known.
    pub key_a: Option<Key>,
    /// Key B, if it is known or can be read.
    pub key_b: Option<Key>,
    /// Who may do what.
    pub access: AccessConditions,
    /// The byte behind that.
    pub gpb: Gpb,
    /// Each block of data, and what it holds; none where no known key may read it.
    pub blocks: Vec<(DataBlock, Option<Data>)>,
}

impl OpenSector {
    /// A known key that is one of `who`. A key B that can be read is none.
    pub fn opener(&self, who: Who) -> Option<Opener> {
        let key_b = self.key_b.as_ref().filter(|_| !self.access.trailer.key_b_readable());
        let a = self.key_a.clone().filter(|_| who.admits(KeyKind::A)).map(Opener::a);
        a.or_else(|| key_b.cloned().filter(|_| who.admits(KeyKind::B)).map(Opener::b))
    }

    /// Whether its trailer is known to be this one, in all its parts.
    pub(super) fn holds(&self, trailer: &Trailer) -> bool {
        self.access == trailer.access
            && self.gpb == trailer.gpb
            && self.key_a.as_ref() == Some(&trailer.key_a)
            && self.key_b.as_ref() == Some(&trailer.key_b)
    }

    /// All data of the sector; none if some of it cannot be read.
    pub fn data(&self) -> Option<Vec<Data>> {
        self.blocks.iter().map(|(_, data)| *data).collect()
    }
}

impl State {
    /// What was read of `sector`, if it opens.
    pub fn open(&self, sector: Sector) -> Option<&OpenSector> {
        self.sectors.iter().find_map(|(number, state)| match state {
            SectorState::Open(open) if *number == sector => Some(open),
            _ => None,
        })
    }

    /// The directory; none if there is none, or it cannot be read.
    ///
    /// # Errors
    /// Its checksum is wrong.
    pub fn mad(&self) -> Result<Option<Mad>, WrongChecksum> {
        let Some(first) = self.open(Sector::DIRECTORY) else { return Ok(None) };
        let (Some(version), Some(data)) = (first.gpb.directory(), first.data()) else {
            return Ok(None);
        };
        let second = || self.open(Sector::SECOND_DIRECTORY)?.data();
        match (version, self.model) {
            (2, Model::Classic4k) => {
                second().map(|second| Mad::decode(&data, Some(&second))).transpose()
            }
            _ => Mad::decode(&data, None).map(Some),
        }
    }

    /// The memory of `sectors` as one; none if some of it cannot be read.
    pub fn memory(&self, sectors: &[Sector]) -> Option<Vec<u8>> {
        let data = sectors.iter().map(|sector| self.open(*sector)?.data());
        let data: Vec<_> = data.collect::<Option<Vec<_>>>()?.concat();
        Some(data.as_flattened().to_vec())
    }
}
