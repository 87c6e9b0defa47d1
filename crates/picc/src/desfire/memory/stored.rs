//! Memory as a JSON text: the file that plays silicon. Whoever holds it holds the keys; whoever writes it to a disk
//! writes it for its owner alone.

use serde::{Deserialize, Deserializer, Serialize, de};
use tapsmith_card::command::Signature;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::{Aid, Application, KeySettings, Memory, Picc, fields, picc_key};
use crate::state::{self, StateError};

/// What the chip is called in its state file, and after `--chip`.
pub(crate) const CHIP: &str = "desfire-ev3";

#[derive(Serialize)]
struct Written<'m> {
    format: u32,
    chip: &'static str,
    uid: Uid,
    #[serde(with = "fields::bytes_hex")]
    signature: &'m [u8],
    key_settings: KeySettings,
    master_key: &'m super::PiccKey,
    applications: &'m [Application],
    lost: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Loaded {
    #[serde(rename = "format")]
    _format: u32,
    #[serde(rename = "chip")]
    _chip: String,
    uid: Uid,
    #[serde(with = "fields::bytes_hex")]
    signature: Vec<u8>,
    key_settings: KeySettings,
    master_key: picc_key::Stored,
    applications: Vec<Application>,
    lost: usize,
}

impl Memory {
    /// The memory as JSON, keys in hex among it; wiped on drop.
    pub fn to_json(&self) -> Zeroizing<String> {
        state::write(&Written {
            format: state::FORMAT,
            chip: CHIP,
            uid: self.uid,
            signature: &self.signature.0,
            key_settings: self.picc.settings,
            master_key: &self.picc.key,
            applications: &self.applications,
            lost: self.lost,
        })
    }

    /// A memory from what [`Memory::to_json`] wrote.
    ///
    /// # Errors
    /// The text is damaged, newer than this program, or of another chip.
    pub fn from_json(text: &str) -> Result<Self, StateError> {
        if state::chip_of(text)? != CHIP {
            return Err(StateError::Chip);
        }
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

impl TryFrom<Loaded> for Memory {
    type Error = &'static str;

    fn try_from(loaded: Loaded) -> Result<Self, &'static str> {
        let Loaded { uid, signature, key_settings, master_key, applications, lost, .. } = loaded;
        let signature = signature.try_into().map_err(|_| "no signature of this chip")?;
        let picc = Picc { settings: key_settings, key: master_key.into() };
        let memory = Self { uid, signature: Signature(signature), picc, applications, lost };
        let aids: Vec<Aid> = memory.applications.iter().map(Application::aid).collect();
        if aids.contains(&Aid::PICC) || has_twins(&aids) {
            return Err("an application's AID is taken");
        }
        if memory.fits() { Ok(memory) } else { Err("more than the chip has room for") }
    }
}

pub(super) fn has_twins<T: PartialEq>(all: &[T]) -> bool {
    all.iter().enumerate().any(|(at, one)| all.iter().skip(at + 1).any(|other| one == other))
}
