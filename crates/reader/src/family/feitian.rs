//! Feitian's R502.
//!
//! Source: the maker's own answer in `FeitianSmartcardReader/R502_SDK_Latest`, issue 1 (2022-03-22): a page is read by
//! `FF B0 00 page length` and written by `FF D6 00 page length data`; frames do not pass.

use tapsmith_card::field::Abilities;

use super::{Traits, Way};

pub(super) const TRAITS: Traits = Traits {
    marks: &["feitian", "ftsafe", "r502"],
    abilities: Abilities {
        profile: "feitian",
        raw_frames: false,
        highest_page: u8::MAX,
        key_slot: 0,
        longest_apdu: 261,
    },
    way: Way::Pages,
};
