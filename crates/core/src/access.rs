//! Who may do what with a file, and how the bytes travel.

use serde::{Deserialize, Serialize};

use crate::key::KeyNumber;

/// One nibble of a file's access rights.
///
/// Source: NT4H2421Gx Rev. 3.0, "Access condition values".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// After authentication with this key.
    Key(KeyNumber),
    /// `E`: anybody.
    Free,
    /// `F`: nobody.
    Never,
}

/// The four rights of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRights {
    /// Read.
    pub read: Access,
    /// Write.
    pub write: Access,
    /// Read and write.
    pub read_write: Access,
    /// Change the settings, these rights among them.
    pub change: Access,
}

/// How the bytes of a command travel.
///
/// Source: NT4H2421Gx Rev. 3.0, "Communication modes".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommMode {
    /// As they are.
    Plain,
    /// As they are, with a MAC.
    Mac,
    /// Encrypted, with a MAC.
    Full,
}
