//! How a batch's cards are laid out: as its profile says, or as a returned card was found to be.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::Access;
use crate::batch::Batch;
use crate::derive::ts1::Role;
use crate::key::KeyNumber;
use crate::profile::{Configuration, CounterRule, Files, Profile, is_default};
use crate::template::{BaseError, FileData, Mirroring, Template, TemplateError};

/// What every card of a batch is expected to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The whole address with its places, in the words of [`crate::template`].
    pub template: String,
    /// What the chip can write into it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mirroring: Mirroring,
    /// What stands in the encrypted file data, as in [`Profile::file_data`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub file_data: Option<String>,
    /// How the chip as a whole is set.
    #[serde(default, skip_serializing_if = "is_default")]
    pub configuration: Configuration,
    /// The three files.
    pub files: Files,
    /// The read counter's own settings.
    pub counter: CounterRule,
    /// What each slot holds, 0 to 4.
    pub slots: [SlotContent; 5],
    /// The slot whose key opens PICCData.
    pub meta_read: KeyNumber,
    /// The slot whose key signs.
    pub file_read: KeyNumber,
    /// Slots in which the factory's key is accepted: a decision that somebody took.
    #[serde(default)]
    pub tolerated: Vec<KeyNumber>,
}

/// What a slot of every card holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotContent {
    /// The record's key for this role.
    Role(Role),
    /// The key of zeros that it left the factory with.
    Factory,
    /// Some key that nobody here knows.
    Unknown,
}

/// Why a layout cannot be judged by.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// Its address is no template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The batch's base URL and profile do not fit each other.
    #[error(transparent)]
    Base(#[from] BaseError),
}

impl Layout {
    /// The layout that a batch's own profile asks for.
    ///
    /// # Errors
    /// The base URL does not fit the profile.
    pub fn of(batch: &Batch) -> Result<Self, LayoutError> {
        let Profile { counter, slots, .. } = &batch.profile;
        let template = Template::for_base(&batch.profile, &batch.base_url)?;
        let content =
            |number| slots.role_of(number).map_or(SlotContent::Unknown, SlotContent::Role);
        Ok(Self {
            template: template.to_string(),
            mirroring: batch.profile.chip.mirroring(),
            file_data: batch.profile.file_data.clone(),
            configuration: batch.profile.configuration,
            files: batch.profile.files_on_card(),
            counter: *counter,
            slots: KeyNumber::ALL.map(content),
            meta_read: slots.meta_read,
            file_read: slots.file_read,
            tolerated: Vec::new(),
        })
    }

    /// The address, as chips in the layout's mode write it, and what they encrypt in it.
    ///
    /// # Errors
    /// It is no template.
    pub fn template(&self) -> Result<Template, LayoutError> {
        let template = Template::parse_of(self.mirroring, &self.template)?;
        Ok(template.of_chip(self.configuration.suite, self.file_data.as_deref())?)
    }

    /// The same without what no command reads back: the limit of failed authentications, and which key may ask
    /// for the state of the loop. The file data is said in the one way that all texts of the same characters have.
    #[must_use]
    pub fn as_shown(&self) -> Self {
        let mut shown = self.clone();
        if let Ok(template) = self.template() {
            shown.file_data = template.file_data().map(FileData::without_fill);
        }
        shown.configuration.failed_authentications = None;
        shown.configuration.tag_tamper = self.configuration.tag_tamper.map(|_| Access::Never);
        shown
    }

    /// Each slot with its content.
    pub fn slots(&self) -> impl Iterator<Item = (KeyNumber, SlotContent)> {
        KeyNumber::ALL.into_iter().zip(self.slots)
    }

    /// Whether `slot` holds the factory's key, and nobody has accepted that.
    pub fn is_open(&self, slot: KeyNumber) -> bool {
        self.content(slot) == SlotContent::Factory && !self.tolerated.contains(&slot)
    }

    /// What `slot` holds.
    pub fn content(&self, slot: KeyNumber) -> SlotContent {
        *slot.of(&self.slots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RecordId;

    const ENC: &str = "https://e.com/c/{record_id}?p={picc}&e={enc:64}&m={mac}";

    fn with(template: &str, file_data: Option<&str>) -> Layout {
        Layout {
            template: template.to_owned(),
            mirroring: Mirroring::Sdm,
            file_data: file_data.map(str::to_owned),
            configuration: Configuration::default(),
            files: Files::default(),
            counter: CounterRule::default(),
            slots: [SlotContent::Unknown; 5],
            meta_read: KeyNumber::MASTER,
            file_read: KeyNumber::MASTER,
            tolerated: Vec::new(),
        }
    }

    /// What fills the same characters is the same: zeros fill up, and the record id stands there if nobody says
    /// anything. That it fills the same is `fill`'s word, not that of what is compared.
    #[test]
    fn file_data_is_shown_by_what_it_fills() {
        let texts = [
            None,
            Some("{record_id}"),
            Some("{record_id}00"),
            Some(""),
            Some("000"),
            Some("lot 10"),
            Some("lot 1"),
            Some("lot 1{tt}"),
            Some("lot 1{tt}00"),
            Some("0{record_id}"),
            Some("{tt}{record_id}"),
        ];
        for one in texts {
            for other in texts {
                let [one, other] = [one, other].map(|text| with(ENC, text));
                let filled = [&one, &other].map(|layout| {
                    let template = layout.template().unwrap();
                    let data = template.file_data().unwrap();
                    (data.fill(RecordId::MAX, 32), data.tag_tamper())
                });
                let same = filled[0] == filled[1];
                assert_eq!(one.as_shown() == other.as_shown(), same, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn where_nothing_is_encrypted_nothing_is_shown() {
        let plain = with("https://e.com/c/{record_id}", None);
        assert_eq!(plain.as_shown().file_data, None);
        assert_ne!(with(ENC, None).as_shown(), plain.as_shown());
    }
}
