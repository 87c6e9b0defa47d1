//! Every decoder that sees bytes of a card, a reader or a tap, or a file that people hand over: one
//! function each, of bytes. The fuzz targets call them, and the tests replay the corpora with them.
//!
//! Any bytes will do. A function panics if a decoder does, or if it contradicts itself: what was
//! decoded and is written again must decode to the same.
//!
//! # Layout
//! - [`TARGETS`]: all of them by name, as their targets and corpora are called.
//! - `card`: what a card answers. `chip`: what a virtual card is told. `tap`: what a phone reads.
//!   `files`: orders, profiles, and a virtual card's memory.

mod card;
mod chip;
mod files;
mod tap;

pub use card::{card_reply, card_session};
pub use chip::{Counting, command_apdu, virtual_card, vpcd_message};
pub use files::{order_json, profile_toml, state_file};
pub use tap::{ndef_file, tap};

/// A decoder as a function of bytes.
pub type Target = fn(&[u8]);

/// All targets.
pub const TARGETS: [(&str, Target); 10] = [
    ("card_reply", card_reply),
    ("card_session", card_session),
    ("command_apdu", command_apdu),
    ("ndef_file", ndef_file),
    ("order_json", order_json),
    ("profile_toml", profile_toml),
    ("state_file", state_file),
    ("tap", tap),
    ("virtual_card", virtual_card),
    ("vpcd_message", vpcd_message),
];
