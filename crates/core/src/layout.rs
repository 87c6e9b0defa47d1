//! How a batch's cards are laid out: as its profile says, or as a returned card was found to be.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::access::Access;
use crate::batch::Batch;
use crate::derive::ts1::Role;
use crate::key::KeyNumber;
use crate::profile::{Configuration, CounterRule, Files, Profile, is_default};
use crate::template::{BaseError, Template, TemplateError};

/// What every card of a batch is expected to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The whole address with its places, in the words of [`crate::template`].
    pub template: String,
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
        let template = Template::parse(&self.template)?;
        Ok(template.of_chip(self.configuration.suite, self.file_data.as_deref())?)
    }

    /// The same without what no command reads back: the limit of failed authentications, and which key may ask
    /// for the state of the loop.
    #[must_use]
    pub fn as_shown(&self) -> Self {
        let mut shown = self.clone();
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
