//! What a card is.

use tapsmith_core::key::{KeyNumber, SlotKey};
use tapsmith_core::profile::{Configuration, Files};

use super::shape::settings;
use super::{CardKey, Part};
use crate::command::FileNumber;
use crate::settings::FileSettings;

/// What a plan has to know of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What is to be made of its application first; nothing of a chip that is delivered with it.
    pub lacks: Vec<Part>,
    /// The start of the NDEF file, as it stands in memory: without mirrors.
    pub ndef: Vec<u8>,
    /// The settings of the three files, by number.
    pub files: [FileSettings; 3],
    /// How the chip as a whole is set, as far as it shows, or somebody has written it down.
    pub configuration: Configuration,
    /// The card's own master key; none of a chip that has none, or if nobody knows what it is.
    pub card_key: Option<CardKey>,
    /// What each slot holds; none if nobody knows.
    pub keys: [Option<SlotKey>; 5],
}

impl State {
    /// A card as it leaves the factory.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Delivery state".
    pub fn factory() -> Self {
        Self {
            lacks: Vec::new(),
            ndef: vec![0; 2],
            files: settings(&Files::delivered()),
            configuration: Configuration::default(),
            card_key: None,
            keys: KeyNumber::ALL.map(|_| Some(SlotKey::factory())),
        }
    }

    /// The same of a card on which parts of the application are not made yet.
    #[must_use]
    pub fn lacking(self, lacks: Vec<Part>) -> Self {
        Self { lacks, ..self }
    }

    /// The same with other settings of the NDEF file.
    #[must_use]
    pub fn with_ndef_settings(mut self, settings: FileSettings) -> Self {
        let [_, ndef, _] = &mut self.files;
        *ndef = settings;
        self
    }

    /// Each slot with what it holds.
    pub fn keys(&self) -> impl Iterator<Item = (KeyNumber, Option<&SlotKey>)> {
        KeyNumber::ALL.into_iter().zip(self.keys.iter().map(Option::as_ref))
    }

    /// Each file with its settings.
    pub fn files(&self) -> impl Iterator<Item = (FileNumber, FileSettings)> {
        FileNumber::ALL.into_iter().zip(self.files)
    }
}
