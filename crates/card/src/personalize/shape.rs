//! What a card shows without its keys.

use tapsmith_core::layout::Layout;
use tapsmith_core::ndef::{FILE_SIZE, Image, TooLong};
use tapsmith_core::profile::{Configuration, FileRule, Files};
use tapsmith_core::record::RecordId;
use tapsmith_core::template::{Offsets, Template};

use super::sdm::sdm;
use crate::command::FileNumber;
use crate::settings::FileSettings;

/// The NDEF file's content and the settings of all files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What the NDEF file starts with, before the chip mirrors anything into it.
    pub image: Image,
    /// How the chip as a whole is set.
    pub configuration: Configuration,
    /// The settings of the three files, by number.
    files: [FileSettings; 3],
}

impl Shape {
    /// The card of `record` in a batch of this layout, whose template is `template`.
    ///
    /// # Errors
    /// The record's address does not fit the chip.
    pub fn new(layout: &Layout, template: &Template, record: RecordId) -> Result<Self, TooLong> {
        let image = Image::for_record(template, record)?;
        let [first, ndef, last] = settings(&layout.files);
        let ndef = FileSettings { sdm: sdm(layout, &image.offsets), ..ndef };
        let configuration = layout.configuration;
        Ok(Self { image, configuration, files: [first, ndef, last] })
    }

    /// A card as it leaves the factory: empty file, free rights.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Delivery state".
    pub fn factory() -> Self {
        let image = Image { bytes: vec![0; FILE_SIZE], offsets: Offsets::default() };
        let configuration = Configuration::default();
        Self { image, configuration, files: settings(&Files::delivered()) }
    }

    /// The same on a chip of this configuration, as far as no command can undo it.
    #[must_use]
    pub fn on(self, configuration: Configuration) -> Self {
        let failed_authentications = self.configuration.failed_authentications;
        Self { configuration: Configuration { failed_authentications, ..configuration }, ..self }
    }

    /// The settings of `file`.
    pub const fn file(&self, file: FileNumber) -> FileSettings {
        let [first, ndef, last] = self.files;
        match file {
            FileNumber::CapabilityContainer => first,
            FileNumber::Ndef => ndef,
            FileNumber::Proprietary => last,
        }
    }
}

/// The rules of three files as settings, SDM apart.
pub(super) fn settings(files: &Files) -> [FileSettings; 3] {
    let Files { capability_container, ndef, proprietary } = *files;
    [capability_container, ndef, proprietary].map(|FileRule { mode, rights }| FileSettings {
        mode,
        rights,
        sdm: None,
    })
}
