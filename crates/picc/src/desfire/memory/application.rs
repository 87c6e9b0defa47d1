//! An application: keys, and files.

use std::fmt;

use tapsmith_core::key::SlotKey;

use super::{Aid, File, KeySettings};

/// An application with AES keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    pub(in crate::desfire) aid: Aid,
    pub(in crate::desfire) settings: KeySettings,
    /// Its own identifier for ISO commands.
    pub(in crate::desfire) iso: Option<u16>,
    pub(in crate::desfire) name: Option<Name>,
    /// Whether its files have identifiers for ISO commands.
    pub(in crate::desfire) has_iso_files: bool,
    /// One to fourteen.
    pub(in crate::desfire) keys: Vec<SlotKey>,
    /// In the order they were created in.
    pub(in crate::desfire) files: Vec<File>,
}

/// A DF name, of one to sixteen bytes.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::desfire) struct Name(Vec<u8>);

impl Name {
    /// None of any other length.
    pub(in crate::desfire) fn new(bytes: &[u8]) -> Option<Self> {
        (1..=16).contains(&bytes.len()).then(|| Self(bytes.to_vec()))
    }

    pub(in crate::desfire) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({})", tapsmith_core::hex::encode(&self.0))
    }
}

impl Application {
    /// The most keys there can be.
    pub const MOST_KEYS: usize = 14;

    /// Its name among applications.
    pub fn aid(&self) -> Aid {
        self.aid
    }

    /// Its key settings.
    pub fn settings(&self) -> KeySettings {
        self.settings
    }

    /// Its identifier for ISO commands.
    pub fn iso(&self) -> Option<u16> {
        self.iso
    }

    /// Its DF name; empty if it has none.
    pub fn name(&self) -> &[u8] {
        self.name.as_ref().map_or(&[], Name::as_bytes)
    }

    /// What slot `number` holds.
    pub fn key(&self, number: u8) -> Option<&SlotKey> {
        self.keys.get(usize::from(number))
    }

    /// Its files, oldest first.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The file with this number.
    pub fn file(&self, number: u8) -> Option<&File> {
        self.files.iter().find(|file| file.number == number)
    }

    pub(in crate::desfire) fn file_mut(&mut self, number: u8) -> Option<&mut File> {
        self.files.iter_mut().find(|file| file.number == number)
    }

    /// KS2: how many keys, of which kind, and whether files have identifiers.
    pub(in crate::desfire) fn key_settings_2(&self) -> u8 {
        let iso = if self.has_iso_files { 0x20 } else { 0x00 };
        // There are never more keys than the nibble holds.
        0x80 | iso | u8::try_from(self.keys.len()).unwrap_or(0x0F)
    }
}
