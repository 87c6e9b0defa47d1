//! What outlives the field: all blocks, keys among them.

mod stored;

pub use stored::StateError;

use std::fmt;

use tapsmith_card::classic::{Data, Model};
use tapsmith_core::bytes::join;
use zeroize::Zeroizing;

/// The memory of one virtual MIFARE Classic.
///
/// It holds keys. `Debug` does not show them; [`Memory::to_json`] does, because what it writes plays the
/// silicon.
#[derive(Clone, PartialEq, Eq)]
pub struct Memory {
    model: Model,
    uid: Uid,
    /// 64 or 256.
    blocks: Zeroizing<Vec<Data>>,
}

/// What names a chip: seven bytes, or the four of older ones, of which there are not enough for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uid {
    /// Four bytes.
    Four([u8; 4]),
    /// Seven.
    Seven([u8; 7]),
}

impl Uid {
    /// The bytes, as a reader shows them.
    pub const fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Four(bytes) => bytes,
            Self::Seven(bytes) => bytes,
        }
    }
}

/// A trailer as delivered.
///
/// Source: `MF1S50yyX` Rev. 3.0, "Sector trailer"; the byte behind the access bits as new cards show it.
const DELIVERED: Data = [
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x80, 0x69, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
];

impl Memory {
    /// A chip as delivered.
    pub fn delivered(model: Model, uid: Uid) -> Self {
        let trailer = |at: u8| at == super::trailer_of(at);
        let block = |at| if trailer(at) { DELIVERED } else { Data::default() };
        let mut blocks: Vec<_> = (0..=last(model)).map(block).collect();
        if let Some(first) = blocks.first_mut() {
            *first = manufacturers(model, uid);
        }
        Self { model, uid, blocks: Zeroizing::new(blocks) }
    }

    /// Which chip it is.
    pub fn model(&self) -> Model {
        self.model
    }

    /// The UID.
    pub fn uid(&self) -> Uid {
        self.uid
    }

    /// A block as it stands, keys among it; none behind the last.
    pub fn block(&self, number: u8) -> Option<&Data> {
        self.blocks.get(usize::from(number))
    }

    pub(super) fn block_mut(&mut self, number: u8) -> Option<&mut Data> {
        self.blocks.get_mut(usize::from(number))
    }
}

/// The last block.
const fn last(model: Model) -> u8 {
    match model {
        Model::Classic1k => 63,
        Model::Classic4k => 255,
    }
}

/// Block 0: UID, SAK and ATQA as dumps of cards show them. What else a manufacturer writes is zeros here.
fn manufacturers(model: Model, uid: Uid) -> Data {
    let sak = super::reader::sak(model);
    match (uid, model) {
        (Uid::Four(uid @ [a, b, c, d]), Model::Classic1k) => {
            join(&[&uid, &[a ^ b ^ c ^ d, sak, 0x04]])
        }
        (Uid::Four(uid @ [a, b, c, d]), Model::Classic4k) => {
            join(&[&uid, &[a ^ b ^ c ^ d, sak, 0x02]])
        }
        (Uid::Seven(uid), Model::Classic1k) => join(&[&uid, &[sak, 0x44]]),
        (Uid::Seven(uid), Model::Classic4k) => join(&[&uid, &[sak, 0x42]]),
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { model, uid, blocks: _ } = self;
        f.debug_struct("Memory")
            .field("model", model)
            .field("uid", uid)
            .field("blocks", &"[redacted]")
            .finish()
    }
}

#[cfg(test)]
mod tests;
