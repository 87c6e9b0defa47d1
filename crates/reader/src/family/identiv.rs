//! Identiv's uTrust 3700F, 3720F, 4701F, and the Cloud readers before them.
//!
//! Sources: Identiv, "Reference Manual for uTrust 4701F Dual Interface Reader and uTrust 4711F Contactless Reader with
//! SAM", 1.2, and "Reference Manual for uTrust 3720F and uTrust 3721F Readers", 1.00, both 6.2.1 "`PAPDU_MIFARE_READ_BINARY`": whatever
//! Le says, one page of 4 bytes of an Ultralight; 6.2.4 has load key into place 60h.
//!
//! Nobody knows whether there is a transparent session, so the reader is asked.

use tapsmith_card::field::Abilities;

use super::{Traits, Way};

pub(super) const TRAITS: Traits = Traits {
    marks: &["identiv", "utrust", "cloud 3700", "cloud 4700"],
    abilities: Abilities {
        profile: "identiv",
        raw_frames: false,
        highest_page: u8::MAX,
        key_slot: 0x60,
        longest_apdu: 1024,
    },
    way: Way::Session,
};
