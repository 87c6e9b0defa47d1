//! The chip's commands: one file each, a command type paired with its reply type.
//!
//! Both sides of the wire use these types: a client encodes commands and decodes replies, the
//! virtual card the other way round.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Command set". A MIFARE DESFire knows more: what makes and lists applications and files.

mod application;
mod change_card_key;
mod change_file_settings;
mod change_key;
mod create_application;
mod create_std_data_file;
mod file;
mod get_application_ids;
mod get_card_uid;
mod get_file_counters;
mod get_file_ids;
mod get_file_settings;
mod get_free_memory;
mod get_key_settings;
mod get_key_version;
mod get_tt_status;
mod get_version;
mod iso_read_binary;
mod iso_select_file;
mod iso_update_binary;
mod read_data;
mod read_sig;
mod select_application;
mod set_configuration;
mod write_data;

pub use application::{ApplicationId, KeySettings};
pub use change_card_key::ChangeCardKey;
pub use change_file_settings::ChangeFileSettings;
pub use change_key::{ChangeKey, ChangeMasterKey, NonMasterKey, key_checksum};
pub use create_application::CreateApplication;
pub use create_std_data_file::CreateStdDataFile;
pub use file::FileNumber;
pub use get_application_ids::GetApplicationIds;
pub use get_card_uid::GetCardUid;
pub use get_file_counters::GetFileCounters;
pub use get_file_ids::GetFileIds;
pub use get_file_settings::{FileInfo, GetFileSettings};
pub use get_free_memory::GetFreeMemory;
pub use get_key_settings::GetKeySettings;
pub use get_key_version::GetKeyVersion;
pub use get_tt_status::GetTtStatus;
pub use get_version::{GetVersion, PartVersion, Product, Version};
pub use iso_read_binary::IsoReadBinary;
pub use iso_select_file::{IsoSelectFile, NDEF_APPLICATION};
pub use iso_update_binary::IsoUpdateBinary;
pub use read_data::ReadData;
pub use read_sig::{ReadSig, Signature};
pub use select_application::SelectApplication;
pub use set_configuration::SetConfiguration;
pub use write_data::WriteData;

use tapsmith_core::access::CommMode;
use tapsmith_core::key::KeyVersion;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use crate::apdu::CommandApdu;
use crate::status::Status;

/// One of the chip's own commands, as it is before secure messaging.
pub trait Command: Sized {
    /// Its name in the data sheet.
    const NAME: &'static str;
    /// INS.
    const INSTRUCTION: u8;
    /// So many bytes of the payload stay readable in [`CommMode::Full`].
    const HEADER: usize;
    /// The status word of success.
    const SUCCESS: Status = Status::OK;
    /// What the card answers.
    type Reply: Reply;

    /// How its bytes travel inside a session.
    fn mode(&self) -> CommMode;

    /// Header and data. It may hold keys, and is wiped on drop.
    fn payload(&self) -> Zeroizing<Vec<u8>>;
}

/// A command that may be sent outside a session. The others would carry a key in plain.
pub trait Outside: Command {}

/// A command that a session outlives.
pub trait Inside: Command {}

impl Outside for ChangeFileSettings {}
impl Outside for CreateApplication {}
impl Outside for GetApplicationIds {}
impl Outside for GetCardUid {}
impl Outside for GetFileCounters {}
impl Outside for GetFileIds {}
impl Outside for GetFileSettings {}
impl Outside for GetFreeMemory {}
impl Outside for GetKeySettings {}
impl Outside for GetKeyVersion {}
impl Outside for GetTtStatus {}
impl Outside for GetVersion {}
impl Outside for ReadData {}
impl Outside for ReadSig {}
impl Outside for SelectApplication {}
impl Outside for WriteData {}

impl Inside for ChangeFileSettings {}
impl Inside for ChangeKey {}
impl Inside for CreateStdDataFile {}
impl Inside for GetCardUid {}
impl Inside for GetFileCounters {}
impl Inside for GetFileSettings {}
impl Inside for GetKeyVersion {}
impl Inside for GetTtStatus {}
impl Inside for GetVersion {}
impl Inside for ReadData {}
impl Inside for ReadSig {}
impl Inside for WriteData {}

/// What a card answers to a command, without MAC and status word.
pub trait Reply: Sized {
    /// For the wire.
    fn encode(&self) -> Vec<u8>;

    /// From the wire; none if it is not what the command answers.
    fn decode(bytes: &[u8]) -> Option<Self>;
}

/// A command of ISO/IEC 7816-4: never in a session.
pub trait IsoCommand {
    /// Its name in the data sheet.
    const NAME: &'static str;
    /// What the card answers.
    type Reply: Reply;

    /// The command for the wire.
    fn apdu(&self) -> CommandApdu;
}

impl Reply for () {
    fn encode(&self) -> Vec<u8> {
        Vec::new()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        bytes.is_empty().then_some(())
    }
}

impl Reply for Vec<u8> {
    fn encode(&self) -> Vec<u8> {
        self.clone()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        Some(bytes.to_vec())
    }
}

impl Reply for Uid {
    fn encode(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl Reply for KeyVersion {
    fn encode(&self) -> Vec<u8> {
        vec![self.0]
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [version] => Some(Self(*version)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
