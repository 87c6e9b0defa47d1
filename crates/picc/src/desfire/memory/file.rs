//! Standard data files.

use std::fmt;

use tapsmith_core::access::CommMode;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;

use crate::desfire::access::Rights;
use crate::desfire::sdm::Sdm;

/// A standard data file: how it stands, and its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// 00 to 1F.
    pub(in crate::desfire) number: u8,
    /// Its identifier for ISO commands, where the application's files have one.
    pub(in crate::desfire) iso: Option<u16>,
    /// Whether it was created for SDM.
    pub(in crate::desfire) may_mirror: bool,
    pub(in crate::desfire) settings: FileSettings,
    pub(in crate::desfire) read_counter: ReadCounter,
    pub(in crate::desfire) data: Vec<u8>,
}

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSettings {
    /// How its bytes travel.
    pub mode: CommMode,
    /// Who may do what.
    pub rights: Rights,
    /// SDM, if it is on.
    pub sdm: Option<Sdm>,
}

impl File {
    /// Its number.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// Its identifier for ISO commands.
    pub fn iso(&self) -> Option<u16> {
        self.iso
    }

    /// Whether it was created for SDM.
    pub fn may_mirror(&self) -> bool {
        self.may_mirror
    }

    /// How it stands.
    pub fn settings(&self) -> &FileSettings {
        &self.settings
    }

    /// `SDMReadCtr`.
    pub fn read_counter(&self) -> ReadCounter {
        self.read_counter
    }

    /// Its bytes as they were written: no mirror is filled.
    pub fn data(&self) -> &[u8] {
        &self.data
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("number", &self.number)
            .field("iso", &self.iso)
            .field("may_mirror", &self.may_mirror)
            .field("settings", &self.settings)
            .field("read_counter", &self.read_counter)
            .field("data", &hex::encode(&self.data))
            .finish()
    }
}
