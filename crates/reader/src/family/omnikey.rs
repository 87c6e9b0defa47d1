//! HID's OMNIKEY 5022, 5422, 5023 and their like.
//!
//! Sources: HID, "OMNIKEY 5022 Software Developer Guide", PLT-03092 A.1; "OMNIKEY 5422 and 5122 Software Developer
//! Guide", PLT-03296 A.3; of the 5023, PLT-03273 A.1 took MIFARE Ultralight out ("Removed support").
//!
//! Pages by `FF B0` and `FF D6` only, and some refuse pages from 16 on: whether this one does is looked at once a
//! card, by reading page 16.

use tapsmith_card::field::Abilities;

use super::{Traits, Way};

/// The last page that every one of them reaches: a MIFARE Ultralight has no more.
pub(super) const SURE_PAGE: u8 = 15;

pub(super) const TRAITS: Traits = Traits {
    marks: &["omnikey", "cardman 5"],
    abilities: Abilities {
        profile: "omnikey",
        raw_frames: false,
        highest_page: SURE_PAGE,
        // The guides' volatile places for keys begin at 20h.
        key_slot: 0x20,
        longest_apdu: 510,
    },
    way: Way::Pages,
};
