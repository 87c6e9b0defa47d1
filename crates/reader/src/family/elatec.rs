//! Elatec's TWN4 as a PC/SC reader.
//!
//! Source: its CCID descriptor (messages of 64 bytes, chained). No manual that says more was to be had, so the
//! reader is asked for a transparent session, and is held to the standard's two commands without one.

use tapsmith_card::field::Abilities;

use super::{Traits, Way};

pub(super) const TRAITS: Traits = Traits {
    marks: &["elatec", "twn4"],
    abilities: Abilities {
        profile: "elatec",
        raw_frames: false,
        highest_page: u8::MAX,
        key_slot: 0,
        longest_apdu: 261,
    },
    way: Way::Session,
};
