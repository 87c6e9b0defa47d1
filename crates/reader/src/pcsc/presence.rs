//! What lies on a reader.

use ::pcsc::{ReaderState, State};

/// What lies on a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing.
    Empty,
    /// A card that answers, with its answer to reset. The ATR does not tell one chip from another.
    Card {
        /// The answer to reset, up to 33 bytes.
        atr: Vec<u8>,
    },
    /// A card that does not answer: it lies badly, or is none.
    Mute,
    /// The reader itself is gone, or cannot be asked.
    Unavailable,
}

impl Presence {
    /// What the service reported last.
    pub(super) fn of(state: &ReaderState) -> Self {
        let bits = state.event_state();
        if bits.intersects(State::UNKNOWN | State::UNAVAILABLE | State::IGNORE) {
            Self::Unavailable
        } else if bits.contains(State::MUTE) {
            Self::Mute
        } else if bits.contains(State::PRESENT) {
            Self::Card { atr: state.atr().to_vec() }
        } else {
            Self::Empty
        }
    }
}
