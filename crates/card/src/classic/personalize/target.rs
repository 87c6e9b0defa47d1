//! What a card shall be.

use crate::classic::tlv::{self, TooLong};
use crate::classic::{AccessConditions, Data, DataBlock, Gpb, Key, Mad, Model, Sector, Trailer};

/// A card with one NDEF message, or one as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Which chip.
    pub(super) model: Model,
    /// What its sectors hold, in order.
    pub(super) sectors: Vec<SectorTarget>,
    /// Whether the directory is written before its trailers: a reset takes them one after the other.
    pub(super) blank: bool,
}

/// What a sector shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SectorTarget {
    pub(super) sector: Sector,
    pub(super) blocks: Vec<(DataBlock, Data)>,
    pub(super) trailer: Trailer,
    /// The conditions that come last, and for good. But for them, the trailer is as it was.
    pub(super) lock: Option<AccessConditions>,
}

impl Target {
    /// A card as delivered: zeros, and the factory's keys.
    ///
    /// Source: `MF1S50yyX` Rev. 3.0, "Sector trailer", for keys and access; the zeros are what new cards are
    /// seen to hold.
    pub fn blank(model: Model) -> Self {
        let of = |sector| SectorTarget::new(sector, &[], Trailer::delivered(), None);
        Self { model, sectors: model.sectors().map(of).collect(), blank: true }
    }

    /// A card that holds `message`, all of its sectors given to NDEF. `key_b` guards every trailer, and the
    /// directory. Anybody may rewrite the message, as AN1304 has it, unless the card is `read_only`: that is
    /// for good, and `key_b` changes nothing any more.
    ///
    /// # Errors
    /// The message does not fit the chip.
    pub fn ndef(
        model: Model,
        message: &[u8],
        key_b: &Key,
        read_only: bool,
    ) -> Result<Self, TooLong> {
        let memory = tlv::memory(message, model.capacity())?;
        let mad = Mad::ndef(model);
        let lock = read_only.then_some(AccessConditions::READ_ONLY);
        let (mut rest, mut sectors) = (memory.as_slice(), Vec::new());
        for sector in model.sectors() {
            let trailer = trailer(model, sector, key_b, read_only);
            let length = sector.data_blocks().count() * size_of::<Data>();
            sectors.push(if sector.is_directory() {
                SectorTarget::new(sector, &mad.part(sector), trailer, lock)
            } else {
                let (own, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
                rest = others;
                SectorTarget::new(sector, own, trailer, lock)
            });
        }
        Ok(Self { model, sectors, blank: false })
    }

    /// Which chip.
    pub const fn model(&self) -> Model {
        self.model
    }
}

impl SectorTarget {
    /// `bytes` in the sector's data blocks, then zeros.
    fn new(sector: Sector, bytes: &[u8], trailer: Trailer, lock: Option<AccessConditions>) -> Self {
        let mut bytes = bytes.iter().copied();
        let mut data = || std::array::from_fn(|_| bytes.next().unwrap_or_default());
        let blocks = sector.data_blocks().map(|block| (block, data())).collect();
        Self { sector, blocks, trailer, lock }
    }
}

/// The trailer of a sector of a card with NDEF, before it is locked. Its general purpose byte is what it
/// shall be in the end, so that a lock changes the access bits alone: if it is torn between two parts of
/// the trailer, nothing wrong stays for good.
fn trailer(model: Model, sector: Sector, key_b: &Key, read_only: bool) -> Trailer {
    let (key_a, access, gpb) = if sector.is_directory() {
        let gpb = match (sector, model) {
            (Sector::DIRECTORY, Model::Classic1k) => Gpb::MAD1,
            (Sector::DIRECTORY, Model::Classic4k) => Gpb::MAD2,
            _ => Gpb::SECOND_DIRECTORY,
        };
        (Key::directory(), AccessConditions::DIRECTORY, gpb)
    } else {
        let gpb = if read_only { Gpb::NFC_READ_ONLY } else { Gpb::NFC };
        (Key::nfc(), AccessConditions::NFC, gpb)
    };
    Trailer { key_a, access, gpb, key_b: key_b.clone() }
}
