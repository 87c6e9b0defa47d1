//! A reader's name, as the PC/SC service gives it.

use std::{
    ffi::{CStr, CString},
    fmt,
};

use super::slot::Slot;
use crate::family::Family;

/// The name of a reader. Nothing says that it is UTF-8, so it is kept as it came.
///
/// The same device has other names on other systems, and after plugging in again: a name is for
/// people and for this moment, never for a configuration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReaderName(CString);

impl ReaderName {
    /// The name as the service wants to hear it.
    pub fn as_c_str(&self) -> &CStr {
        &self.0
    }

    /// What the name tells of the slot.
    pub fn slot(&self) -> Slot {
        Slot::of(&self.to_string())
    }

    /// The family that the name tells of.
    pub fn family(&self) -> Family {
        Family::of_name(&self.to_string())
    }

    /// Whether `part` occurs in the name, whatever the case of either.
    pub fn contains(&self, part: &str) -> bool {
        self.to_string().to_lowercase().contains(&part.to_lowercase())
    }
}

impl From<CString> for ReaderName {
    fn from(name: CString) -> Self {
        Self(name)
    }
}

impl fmt::Display for ReaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string_lossy())
    }
}

impl fmt::Debug for ReaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReaderName({:?})", self.0.to_string_lossy())
    }
}
