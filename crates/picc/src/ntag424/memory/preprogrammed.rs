//! A chip that somebody has programmed before it is sold: service and customer versions. The
//! factory's zeros are not universal.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Ordering information".

use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::FileSettings;
use tapsmith_core::key::{KeyNumber, SlotKey};

use super::{Configuration, Memory};

/// Nothing is checked here: whoever programs a chip before it is sold is not bound to its commands.
impl Memory {
    /// The chip with this key, and its version, in slot `number`.
    #[must_use]
    pub fn with_key(mut self, number: KeyNumber, slot: SlotKey) -> Self {
        self.keys.slot_mut(number).replace(slot.key, slot.version);
        self
    }

    /// The chip with these bytes at the start of `file`. What does not fit is left out.
    #[must_use]
    pub fn with_data(mut self, file: FileNumber, data: &[u8]) -> Self {
        let bytes = self.files.data_mut(file).iter_mut();
        bytes.zip(data).for_each(|(byte, new)| *byte = *new);
        self
    }

    /// The chip with these settings of `file`.
    #[must_use]
    pub fn with_settings(mut self, file: FileNumber, settings: FileSettings) -> Self {
        *self.files.settings_mut(file) = settings;
        self
    }

    /// The chip configured so.
    #[must_use]
    pub fn with_configuration(mut self, configuration: Configuration) -> Self {
        self.configuration = configuration;
        self
    }
}
