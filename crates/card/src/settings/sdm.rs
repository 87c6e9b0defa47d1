//! The SDM block: what the chip mirrors where, and under which keys.

use tapsmith_core::access::Access;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::KeyNumber;

use super::Offset;

/// Secure Dynamic Messaging of a file. What cannot be sent to the chip cannot be said here; what
/// can be said may still break one of the chip's rules (overlaps, places beyond the file).
///
/// Source: NT4H2421Gx Rev. 3.0, "Secure Dynamic Messaging".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sdm {
    /// UID and read counter.
    pub picc: PiccMirror,
    /// The MAC and the encrypted file data; none if no key may make them.
    pub file_read: Option<FileRead>,
    /// Who may read the counter by command.
    pub counter_read: Access,
    /// After so many taps the chip answers no more.
    pub counter_limit: Option<ReadCounter>,
    /// Where the tag-tamper status stands.
    pub tag_tamper: Option<Offset>,
}

impl Sdm {
    /// Whether it neither mirrors nor counts anything, and nobody may ask for anything: no reader can tell it from
    /// none.
    pub fn is_idle(&self) -> bool {
        let picc = PiccMirror::Off { counter: false, uid: false };
        let off = Self {
            picc,
            file_read: None,
            counter_read: Access::Never,
            counter_limit: None,
            tag_tamper: None,
        };
        *self == off
    }
}

/// How UID and read counter are mirrored; `SDMMetaRead` says under which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PiccMirror {
    /// As PICCENCData under `key`.
    Encrypted {
        /// The key.
        key: KeyNumber,
        /// Where it stands.
        at: Offset,
        /// Whether the UID is in it.
        uid: bool,
        /// Whether the read counter is in it.
        counter: bool,
    },
    /// As they are.
    Plain {
        /// Where the UID stands.
        uid: Option<Offset>,
        /// Where the counter stands.
        counter: CounterMirror,
    },
    /// Not at all.
    Off {
        /// Whether the counter goes into the session keys nevertheless.
        counter: bool,
        /// Whether the UID does. The chip refuses it.
        uid: bool,
    },
}

/// The read counter in plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CounterMirror {
    /// Not used.
    Off,
    /// Counted and signed, but shown nowhere (`FFFFFF`).
    Hidden,
    /// Shown here.
    At(Offset),
}

/// What is made with the `SDMFileRead` key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRead {
    /// The key.
    pub key: KeyNumber,
    /// Where the MAC's input starts.
    pub mac_input: Offset,
    /// Where the MAC stands, and its input ends.
    pub mac: Offset,
    /// The encrypted file data.
    pub encrypted: Option<EncryptedData>,
}

/// `SDMENCFileData`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncryptedData {
    /// Where it starts.
    pub at: Offset,
    /// Characters in the file: a multiple of 32.
    pub length: Offset,
}
