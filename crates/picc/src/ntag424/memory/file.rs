//! The three files of the application.

use std::fmt;

use serde::{Deserialize, Serialize};
use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::FileSettings;
use tapsmith_core::hex;

use super::fields;

/// A file: how it stands, and its bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ntag424) struct File<const N: usize> {
    #[serde(with = "fields::settings_hex")]
    pub(super) settings: FileSettings,
    #[serde(with = "fields::bytes_hex")]
    pub(super) data: [u8; N],
}

/// All three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ntag424) struct Files {
    pub(super) capability_container: File<32>,
    pub(super) ndef: File<256>,
    pub(super) proprietary: File<128>,
}

impl Files {
    pub(super) fn settings(&self, file: FileNumber) -> &FileSettings {
        match file {
            FileNumber::CapabilityContainer => &self.capability_container.settings,
            FileNumber::Ndef => &self.ndef.settings,
            FileNumber::Proprietary => &self.proprietary.settings,
        }
    }

    pub(in crate::ntag424) fn settings_mut(&mut self, file: FileNumber) -> &mut FileSettings {
        match file {
            FileNumber::CapabilityContainer => &mut self.capability_container.settings,
            FileNumber::Ndef => &mut self.ndef.settings,
            FileNumber::Proprietary => &mut self.proprietary.settings,
        }
    }

    pub(super) fn data(&self, file: FileNumber) -> &[u8] {
        match file {
            FileNumber::CapabilityContainer => &self.capability_container.data,
            FileNumber::Ndef => &self.ndef.data,
            FileNumber::Proprietary => &self.proprietary.data,
        }
    }

    pub(in crate::ntag424) fn data_mut(&mut self, file: FileNumber) -> &mut [u8] {
        match file {
            FileNumber::CapabilityContainer => &mut self.capability_container.data,
            FileNumber::Ndef => &mut self.ndef.data,
            FileNumber::Proprietary => &mut self.proprietary.data,
        }
    }
}

impl<const N: usize> fmt::Debug for File<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = hex::encode(&self.data);
        f.debug_struct("File").field("settings", &self.settings).field("data", &data).finish()
    }
}
