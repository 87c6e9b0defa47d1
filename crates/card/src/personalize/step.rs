//! One change of a card, with all that is needed to do it, and to undo it.

use std::fmt;

use tapsmith_core::access::Access;
use tapsmith_core::key::{KeyNumber, SlotKey};

use super::{CardKey, Part};
use crate::command::{FileNumber, NonMasterKey, SetConfiguration};
use crate::settings::FileSettings;

/// One change of a card. Its name is its `Display`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Make a part of the application that other chips are delivered with.
    Make(Part),
    /// Set the chip as a whole.
    Configure(SetConfiguration),
    /// Write the NDEF file from its start.
    WriteNdef {
        /// What.
        bytes: Vec<u8>,
    },
    /// Give a file other settings.
    ChangeFileSettings {
        /// The file.
        file: FileNumber,
        /// What it has.
        old: FileSettings,
        /// What it shall have.
        new: FileSettings,
    },
    /// Put another key into a slot.
    ChangeKey {
        /// The slot.
        key: NonMasterKey,
        /// What it holds.
        old: SlotKey,
        /// What it shall hold.
        new: SlotKey,
    },
    /// Put another key where the card's own master key is, behind all that it holds.
    ChangeCardKey {
        /// What it is.
        old: CardKey,
        /// What it shall be.
        new: CardKey,
    },
    /// Put another key into slot 0, last of all: it is the key that the other steps need.
    ChangeMasterKey {
        /// What the slot holds.
        old: SlotKey,
        /// What it shall hold.
        new: SlotKey,
    },
}

impl Step {
    /// Whether no command can undo it. A key whose old and new value are both known can be changed
    /// back, and so can settings, unless nobody may change them any more.
    pub fn irreversible(&self) -> bool {
        match self {
            Self::Configure(command) => command.irreversible(),
            Self::ChangeFileSettings { new, .. } => new.rights.change == Access::Never,
            Self::Make(_)
            | Self::WriteNdef { .. }
            | Self::ChangeKey { .. }
            | Self::ChangeMasterKey { .. }
            | Self::ChangeCardKey { .. } => false,
        }
    }

    /// Whether the session is over once it is done.
    pub fn ends_session(&self) -> bool {
        matches!(
            self,
            Self::Make(Part::Application)
                | Self::ChangeMasterKey { .. }
                | Self::Configure(SetConfiguration::LRP)
        )
    }
}

/// What a step is called, for people and programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepName {
    /// `create_application`, `create_file_1` to `create_file_3`, `write_capability_container`
    Make(Part),
    /// `enable_lrp`, `enable_random_uid`, `enable_tag_tamper`, `set_failed_authentication_limit`; and
    /// `set_configuration_NN` for an option that no profile asks for.
    Configure(SetConfiguration),
    /// `write_ndef`
    WriteNdef,
    /// `change_file_settings` for the NDEF file, with the file's number behind it for another.
    ChangeFileSettings(FileNumber),
    /// `change_key_0` to `change_key_4`
    ChangeKey(KeyNumber),
    /// `change_card_key`
    ChangeCardKey,
}

impl Step {
    /// Its name.
    pub const fn name(&self) -> StepName {
        match self {
            Self::Make(part) => StepName::Make(*part),
            Self::Configure(command) => StepName::Configure(*command),
            Self::WriteNdef { .. } => StepName::WriteNdef,
            Self::ChangeFileSettings { file, .. } => StepName::ChangeFileSettings(*file),
            Self::ChangeKey { key, .. } => StepName::ChangeKey(key.number()),
            Self::ChangeMasterKey { .. } => StepName::ChangeKey(KeyNumber::MASTER),
            Self::ChangeCardKey { .. } => StepName::ChangeCardKey,
        }
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Make(Part::Application) => f.pad("create_application"),
            Self::Make(Part::File(file)) => f.pad(&format!("create_file_{}", file.as_u8())),
            Self::Make(Part::CapabilityContainer) => f.pad("write_capability_container"),
            Self::Configure(SetConfiguration::LRP) => f.pad("enable_lrp"),
            Self::Configure(SetConfiguration::RandomUid(true)) => f.pad("enable_random_uid"),
            Self::Configure(SetConfiguration::TagTamper { on: true, .. }) => {
                f.pad("enable_tag_tamper")
            }
            Self::Configure(SetConfiguration::FailedAuthentications(_)) => {
                f.pad("set_failed_authentication_limit")
            }
            Self::Configure(other) => f.pad(&format!("set_configuration_{:02X}", other.option())),
            Self::WriteNdef => f.pad("write_ndef"),
            Self::ChangeFileSettings(FileNumber::Ndef) => f.pad("change_file_settings"),
            Self::ChangeFileSettings(file) => {
                f.pad(&format!("change_file_settings_{}", file.as_u8()))
            }
            Self::ChangeKey(number) => f.pad(&format!("change_key_{number}")),
            Self::ChangeCardKey => f.pad("change_card_key"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}
