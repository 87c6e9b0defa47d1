//! Memory as a JSON text: the file that plays silicon. Whoever holds it holds the keys.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use tapsmith_card::classic::{Data, Model};
use tapsmith_core::hex;
use thiserror::Error;
use zeroize::Zeroizing;

use super::{Memory, Uid, last};
use crate::ntag424;

/// The format written here; an older program refuses a newer one.
const FORMAT: u32 = 1;

/// More than the text of the larger chip takes.
const ROOM: usize = 16_384;

/// Why a text is no memory of this chip. It shows nothing of what stands there: it may be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StateError {
    /// No JSON, other JSON, or a newer program's.
    #[error(transparent)]
    Text(#[from] ntag424::StateError),
    /// Another chip's memory, or a chip this program does not know.
    #[error("the memory is not that of a MIFARE Classic")]
    Chip,
    /// Another number of blocks than the chip has.
    #[error("the memory has {found} blocks, and the chip {expected}")]
    Blocks {
        /// As many as the chip has.
        expected: usize,
        /// As many as there are.
        found: usize,
    },
    /// A UID that is neither four bytes nor seven, or is not that of block 0.
    #[error("the UID is not one of four or seven bytes with which block 0 begins")]
    Uid,
}

/// What is read first, whatever else there is.
#[derive(Deserialize)]
struct Head {
    format: u32,
    chip: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    format: u32,
    chip: Model,
    uid: String,
    blocks: Vec<Block>,
}

/// A block, written as hex.
struct Block(Zeroizing<Data>);

impl Memory {
    /// The memory as JSON, keys in hex among it; wiped on drop.
    pub fn to_json(&self) -> Zeroizing<String> {
        let blocks = self.blocks.iter().map(|block| Block(Zeroizing::new(*block)));
        let uid = hex::encode(self.uid.as_bytes());
        let stored = Stored { format: FORMAT, chip: self.model, uid, blocks: blocks.collect() };
        // Room enough, so that no copy of a key is left behind when the text grows.
        let mut text = Zeroizing::new(Vec::with_capacity(ROOM));
        // Nothing here can fail: no map has keys that are no text, and memory takes all writes.
        let _ = serde_json::to_writer_pretty(&mut *text, &stored);
        Zeroizing::new(String::from_utf8(std::mem::take(&mut *text)).unwrap_or_default())
    }

    /// A memory from what [`Memory::to_json`] wrote.
    ///
    /// # Errors
    /// The text is damaged, newer than this program, or of another chip.
    pub fn from_json(text: &str) -> Result<Self, StateError> {
        let json = |error: serde_json::Error| ntag424::StateError::from(error);
        let head: Head = serde_json::from_str(text).map_err(json)?;
        if head.format != FORMAT {
            return Err(ntag424::StateError::Format { found: head.format }.into());
        }
        if !Model::ALL.iter().any(|model| model.name() == head.chip) {
            return Err(StateError::Chip);
        }
        let stored: Stored = serde_json::from_str(text).map_err(json)?;
        let blocks = blocks(stored.chip, &stored.blocks)?;
        let uid = uid(&stored.uid)
            .filter(|uid| blocks.first().is_some_and(|block| block.starts_with(uid.as_bytes())));
        Ok(Self { model: stored.chip, uid: uid.ok_or(StateError::Uid)?, blocks })
    }
}

fn blocks(model: Model, read: &[Block]) -> Result<Zeroizing<Vec<Data>>, StateError> {
    let (expected, found) = (usize::from(last(model)) + 1, read.len());
    if found == expected {
        Ok(Zeroizing::new(read.iter().map(|block| *block.0).collect()))
    } else {
        Err(StateError::Blocks { expected, found })
    }
}

fn uid(text: &str) -> Option<Uid> {
    hex::decode(text).map(Uid::Seven).or_else(|_| hex::decode(text).map(Uid::Four)).ok()
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(hex::encode(self.0.as_slice())))
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        hex::decode(&text).map(|block| Self(Zeroizing::new(block))).map_err(de::Error::custom)
    }
}
