//! Memory as a JSON text: the file that plays silicon. Whoever holds it holds the keys; whoever
//! writes it to a disk writes it for its owner alone.

use serde::de::IntoDeserializer;
use serde::de::value::{Error as NoSuchValue, StrDeserializer};
use serde::{Deserialize, Serialize};
use tapsmith_card::command::Signature;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::file::Files;
use super::keys::Keys;
use super::{Configuration, Memory, Tamper, fields};
use crate::state::{self, StateError};

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
        state::write(&Written {
            format: state::FORMAT,
            chip: self.chip(),
            uid: self.uid,
            signature: self.signature,
            keys: &self.keys,
            files: &self.files,
            read_counter: self.read_counter,
            configuration: self.configuration,
            tamper: self.tamper,
        })
    }

    /// A memory from what [`Memory::to_json`] wrote.
    ///
    /// # Errors
    /// The text is damaged, newer than this program, or of another chip.
    pub fn from_json(text: &str) -> Result<Self, StateError> {
        let chip = state::chip_of(text)?;
        let name: StrDeserializer<'_, NoSuchValue> = chip.as_str().into_deserializer();
        Chip::deserialize(name).map_err(|_| StateError::Chip)?;
        let Loaded {
            chip, uid, signature, keys, files, read_counter, configuration, tamper, ..
        } = state::parse(text)?;
        let tamper = match chip {
            Chip::Ntag424 => None,
            Chip::Ntag424tt => Some(tamper.unwrap_or_default()),
            _ => return Err(StateError::Chip),
        };
        Ok(Self { uid, signature, keys, files, read_counter, configuration, tamper })
    }
}
