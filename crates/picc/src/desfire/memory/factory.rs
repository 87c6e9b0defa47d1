//! How the chip leaves the factory: no application, and a master key of DES, all zeros.
//!
//! Source: libfreefare and proxmark3; seen of EV3: `TalkToYourDESFireCard`.

use tapsmith_core::uid::Uid;

use super::{DesKey, KeySettings, Memory, Picc, PiccKey};
use crate::signer;

impl Memory {
    /// A chip as delivered, its UID signed with the virtual cards' key.
    pub fn factory(uid: Uid) -> Self {
        Self {
            uid,
            signature: signer::sign(uid),
            picc: Picc { settings: KeySettings::DELIVERED, key: PiccKey::Des(DesKey::factory()) },
            applications: Vec::new(),
            lost: 0,
        }
    }
}
