//! Memory as a JSON text: the file that plays silicon. Whoever holds it holds the keys; whoever writes it to a disk writes it
//! for its owner alone.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use tapsmith_card::command::Signature;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::{KeyVersion, SlotKey};
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::application::Name;
use super::{Aid, Application, File, FileSettings, KeySettings, Memory, Picc, fields, picc_key};
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

/// An application as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredApplication {
    aid: Aid,
    key_settings: KeySettings,
    iso: Option<u16>,
    #[serde(with = "fields::bytes_hex")]
    name: Vec<u8>,
    iso_files: bool,
    keys: Vec<StoredKey>,
    files: Vec<StoredFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredKey {
    key: fields::Key,
    version: KeyVersion,
}

/// A file, its settings as `ChangeFileSettings` sends them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredFile {
    number: u8,
    iso: Option<u16>,
    may_mirror: bool,
    #[serde(with = "fields::bytes_hex")]
    settings: Vec<u8>,
    read_counter: ReadCounter,
    #[serde(with = "fields::bytes_hex")]
    data: Vec<u8>,
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

impl Serialize for Application {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let key = |slot: &SlotKey| StoredKey {
            key: fields::Key(slot.key.clone()),
            version: slot.version,
        };
        StoredApplication {
            aid: self.aid,
            key_settings: self.settings,
            iso: self.iso,
            name: self.name().to_vec(),
            iso_files: self.has_iso_files,
            keys: self.keys.iter().map(key).collect(),
            files: self.files.iter().map(StoredFile::from).collect(),
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Application {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let stored = StoredApplication::deserialize(from)?;
        Self::try_from(stored).map_err(de::Error::custom)
    }
}

impl TryFrom<StoredApplication> for Application {
    type Error = &'static str;

    fn try_from(stored: StoredApplication) -> Result<Self, &'static str> {
        let StoredApplication { aid, key_settings, iso, name, iso_files, keys, files } = stored;
        if !(1..=Self::MOST_KEYS).contains(&keys.len()) {
            return Err("another number of keys than an application has");
        }
        let files = files.into_iter().map(File::try_from).collect::<Result<Vec<_>, _>>()?;
        let numbers: Vec<u8> = files.iter().map(File::number).collect();
        if has_twins(&numbers) {
            return Err("two files with one number");
        }
        if name.len() > 16 {
            return Err("a name longer than any");
        }
        let keys = keys
            .into_iter()
            .map(|StoredKey { key: fields::Key(key), version }| SlotKey { key, version })
            .collect();
        Ok(Self {
            aid,
            settings: key_settings,
            iso,
            name: Name::new(&name),
            has_iso_files: iso_files,
            keys,
            files,
        })
    }
}

impl From<&File> for StoredFile {
    fn from(file: &File) -> Self {
        let File { number, iso, may_mirror, settings, read_counter, data } = file.clone();
        Self { number, iso, may_mirror, settings: settings.encode(), read_counter, data }
    }
}

impl TryFrom<StoredFile> for File {
    type Error = &'static str;

    fn try_from(stored: StoredFile) -> Result<Self, &'static str> {
        let StoredFile { number, iso, may_mirror, settings, read_counter, data } = stored;
        let settings = FileSettings::decode(&settings).map_err(|_| "no settings of a file")?;
        if number > 0x1F || data.is_empty() {
            return Err("no file of this chip");
        }
        Ok(Self { number, iso, may_mirror, settings, read_counter, data })
    }
}

fn has_twins<T: PartialEq>(all: &[T]) -> bool {
    all.iter().enumerate().any(|(at, one)| all.iter().skip(at + 1).any(|other| one == other))
}
