//! State files: what all chips' have in common. Whoever writes one to a disk writes it for its owner alone.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use thiserror::Error;
use zeroize::Zeroizing;

/// The format written here; an older program refuses a newer one.
pub(crate) const FORMAT: u32 = 1;

/// More than any chip's text takes.
const ROOM: usize = 49_152;

/// Why a text is no memory of a chip. Says where, and shows nothing of what stands there: it
/// may be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StateError {
    /// No JSON.
    #[error("line {line}, column {column}: not JSON")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// JSON, but not what a card's memory holds.
    #[error("line {line}, column {column}: a card's memory has something else here")]
    Content {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// Written by a newer program.
    #[error("the memory has format {found}; this program reads format {FORMAT}")]
    Format {
        /// What it says of itself.
        found: u32,
    },
    /// Another chip's memory, or a chip this program does not know.
    #[error("the memory is not that of a chip that is known here")]
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

impl From<serde_json::Error> for StateError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Data => Self::Content { line, column },
            Category::Io | Category::Syntax | Category::Eof => Self::Syntax { line, column },
        }
    }
}

/// What is read first, whatever else there is. Chips are named as in `tapsmith virtual --chip`.
#[derive(Deserialize)]
struct Head {
    format: u32,
    chip: String,
}

/// Whose memory a text is.
pub(crate) fn chip_of(text: &str) -> Result<String, StateError> {
    let Head { format, chip } = parse(text)?;
    if format == FORMAT { Ok(chip) } else { Err(StateError::Format { found: format }) }
}

pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, StateError> {
    Ok(serde_json::from_str(text)?)
}

/// As JSON, wiped on drop.
pub(crate) fn write(memory: &impl Serialize) -> Zeroizing<String> {
    // Room enough, so that no copy of a key is left behind when the text grows.
    let mut text = Zeroizing::new(Vec::with_capacity(ROOM));
    // Nothing here can fail: no map has keys that are no text, and memory takes all writes.
    let _ = serde_json::to_writer_pretty(&mut *text, memory);
    Zeroizing::new(String::from_utf8(std::mem::take(&mut *text)).unwrap_or_default())
}
