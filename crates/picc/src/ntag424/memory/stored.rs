//! Memory as a JSON text: the file that plays silicon. Whoever holds it holds the keys; whoever
//! writes it to a disk writes it for its owner alone.

use serde::de::value::{Error as NoSuchValue, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use tapsmith_card::command::Signature;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;
use thiserror::Error;
use zeroize::Zeroizing;

use super::file::Files;
use super::keys::Keys;
use super::{Configuration, Memory, Tamper, fields};

/// The format written here; an older program refuses a newer one.
const FORMAT: u32 = 1;

/// More than the text takes.
const ROOM: usize = 8192;

/// Why a text is no memory of this chip. Says where, and shows nothing of what stands there: it
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
    #[error("the memory is not that of an NTAG 424 DNA")]
    Chip,
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

#[derive(Serialize)]
struct Written<'m> {
    format: u32,
    chip: Chip,
    uid: Uid,
    #[serde(with = "fields::signature_hex")]
    signature: Signature,
    keys: &'m Keys,
    files: &'m Files,
    read_counter: ReadCounter,
    #[serde(skip_serializing_if = "Configuration::is_delivered")]
    configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    tamper: Option<Tamper>,
}

/// What came later than the format is as delivered where it is left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Loaded {
    #[serde(rename = "format")]
    _format: u32,
    chip: Chip,
    uid: Uid,
    #[serde(with = "fields::signature_hex")]
    signature: Signature,
    keys: Keys,
    files: Files,
    read_counter: ReadCounter,
    #[serde(default)]
    configuration: Configuration,
    #[serde(default)]
    tamper: Option<Tamper>,
}

impl Memory {
    /// The memory as JSON, keys in hex among it; wiped on drop.
    pub fn to_json(&self) -> Zeroizing<String> {
        let written = Written {
            format: FORMAT,
            chip: self.chip(),
            uid: self.uid,
            signature: self.signature,
            keys: &self.keys,
            files: &self.files,
            read_counter: self.read_counter,
            configuration: self.configuration,
            tamper: self.tamper,
        };
        // Room enough, so that no copy of a key is left behind when the text grows.
        let mut text = Zeroizing::new(Vec::with_capacity(ROOM));
        // Nothing here can fail: no map has keys that are no text, and memory takes all writes.
        let _ = serde_json::to_writer_pretty(&mut *text, &written);
        Zeroizing::new(String::from_utf8(std::mem::take(&mut *text)).unwrap_or_default())
    }

    /// A memory from what [`Memory::to_json`] wrote.
    ///
    /// # Errors
    /// The text is damaged, newer than this program, or of another chip.
    pub fn from_json(text: &str) -> Result<Self, StateError> {
        let head: Head = parse(text)?;
        if head.format != FORMAT {
            return Err(StateError::Format { found: head.format });
        }
        let name: StrDeserializer<'_, NoSuchValue> = head.chip.as_str().into_deserializer();
        Chip::deserialize(name).map_err(|_| StateError::Chip)?;
        let Loaded {
            chip, uid, signature, keys, files, read_counter, configuration, tamper, ..
        } = parse(text)?;
        let tamper = match chip {
            Chip::Ntag424 => None,
            Chip::Ntag424tt => Some(tamper.unwrap_or_default()),
            _ => return Err(StateError::Chip),
        };
        Ok(Self { uid, signature, keys, files, read_counter, configuration, tamper })
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, StateError> {
    Ok(serde_json::from_str(text)?)
}
