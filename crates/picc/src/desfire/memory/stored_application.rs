//! An application and its files, as a state file has them.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::{KeyVersion, SlotKey};

use super::application::Name;
use super::stored::has_twins;
use super::{Aid, Application, File, FileSettings, KeySettings, fields};

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
