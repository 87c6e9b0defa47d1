//! A reader that nobody here knows.
//!
//! Source: PC/SC Specification, Part 3, Rev. 2.01.09, 3.2.2.1.8 "Read Binary" and 3.2.2.1.9 "Update Binary". The
//! transparent session stands in the same part's supplement, so the reader is asked for one.

use tapsmith_card::field::Abilities;

use super::{Traits, Way};

pub(super) const TRAITS: Traits = Traits {
    marks: &[],
    abilities: Abilities {
        profile: "generic",
        raw_frames: false,
        highest_page: u8::MAX,
        key_slot: 0,
        longest_apdu: 261,
    },
    way: Way::Session,
};
