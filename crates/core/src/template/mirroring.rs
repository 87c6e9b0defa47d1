//! What a chip can write into an address.

use serde::{Deserialize, Serialize};

/// What a chip can write into an address, and how it signs that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mirroring {
    /// Secure Dynamic Messaging: each mirror where it is told to, signed with a session key (NTAG 424 DNA).
    #[default]
    Sdm,
    /// UID and counter, and no signature (`NTAG21x`).
    Plain,
    /// UID, counter and MAC in one piece, signed with the key itself (NTAG 223 DNA, NTAG 224 DNA).
    SunCmac,
}
