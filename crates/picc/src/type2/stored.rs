//! Memory as a JSON text: the file that plays silicon. Whoever holds it holds the keys.

use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use tapsmith_card::originality::Family;
use tapsmith_card::type2::Page;
use tapsmith_core::hex;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::chip::Chip;
use super::memory::{Counter, Memory};
use super::pages::Pages;
use crate::state::{self, StateError};

#[derive(Serialize)]
struct Written<'m> {
    format: u32,
    chip: &'static str,
    uid: Uid,
    signature: String,
    #[serde(serialize_with = "reveal_pages")]
    pages: &'m Pages,
    counters: &'m [Counter; 3],
    failures: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Loaded {
    #[serde(rename = "format")]
    _format: u32,
    chip: String,
    uid: Uid,
    signature: String,
    pages: Pages,
    counters: [Counter; 3],
    failures: u16,
}

/// What is said of memory has to be what its pages hold, and as long as its chip's.
impl TryFrom<Loaded> for Memory {
    type Error = &'static str;

    fn try_from(loaded: Loaded) -> Result<Self, &'static str> {
        let Loaded { chip, uid, signature, pages, counters, failures, .. } = loaded;
        let chip =
            Chip::of(&chip, pages.count()).ok_or("another number of pages than the chip's")?;
        let mut bytes = vec![0; chip.model().signature().map_or(0, Family::length)];
        hex::decode_into(&signature, &mut bytes).map_err(|_| "no signature of this chip")?;
        let memory = Self { chip, pages, counters, failures, signature: bytes };
        if memory.uid() == uid { Ok(memory) } else { Err("another UID than the pages hold") }
    }
}

impl Memory {
    /// The memory as JSON, keys and passwords in hex among it; wiped on drop.
    pub fn to_json(&self) -> Zeroizing<String> {
        state::write(&Written {
            format: state::FORMAT,
            chip: self.chip.name(),
            uid: self.uid(),
            signature: hex::encode(&self.signature),
            pages: &self.pages,
            counters: &self.counters,
            failures: self.failures,
        })
    }

    /// A memory from what [`Memory::to_json`] wrote.
    ///
    /// # Errors
    /// The text is damaged, newer than this program, or of another chip.
    pub fn from_json(text: &str) -> Result<Self, StateError> {
        let chip = state::chip_of(text)?;
        Chip::named(&chip).ok_or(StateError::Chip)?;
        let Checked(memory) = state::parse(text)?;
        Ok(memory)
    }
}

/// So that what does not add up is a damaged text, too.
struct Checked(Memory);

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let loaded = Loaded::deserialize(from)?;
        Memory::try_from(loaded).map(Self).map_err(de::Error::custom)
    }
}

/// The one door through which pages leave this crate: into the state file.
fn reveal_pages<S: Serializer>(pages: &Pages, to: S) -> Result<S::Ok, S::Error> {
    let mut sequence = to.serialize_seq(Some(pages.count()))?;
    for page in pages.all() {
        sequence.serialize_element(&*Zeroizing::new(hex::encode(page)))?;
    }
    sequence.end()
}

impl<'de> Deserialize<'de> for Pages {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let texts = Zeroizing::new(Vec::<String>::deserialize(from)?);
        let mut pages = Zeroizing::new(Vec::<Page>::with_capacity(texts.len()));
        for text in &*texts {
            pages.push(hex::decode(text).map_err(de::Error::custom)?);
        }
        Ok(Self::of(pages))
    }
}
