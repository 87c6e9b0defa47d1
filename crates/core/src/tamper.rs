//! What an NTAG 424 DNA TagTamper says of its loop.
//!
//! Source: NT4H2421Tx Rev. 3.0, "TagTamper", "`GetTTStatus`".

use std::fmt;

use serde::{Deserialize, Serialize};

/// The state of the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loop {
    /// `C`: whole.
    Closed,
    /// `O`: cut.
    Open,
    /// `I`: the feature is not switched on, and nothing was measured.
    Invalid,
}

/// What the chip remembers of its loop, and what it measured last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TagTamper {
    /// Open for ever once the chip has measured an open loop.
    pub permanent: Loop,
    /// As measured last.
    pub current: Loop,
}

impl Loop {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Open, Self::Invalid];

    /// The letter for it.
    pub const fn as_u8(self) -> u8 {
        match self {
            Self::Closed => b'C',
            Self::Open => b'O',
            Self::Invalid => b'I',
        }
    }

    fn of(letter: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_u8() == letter)
    }
}

impl TagTamper {
    /// The loop whole, and never seen cut.
    pub const INTACT: Self = Self { permanent: Loop::Closed, current: Loop::Closed };

    /// From the two letters; none if the chip writes no such letter.
    pub fn from_bytes([permanent, current]: [u8; 2]) -> Option<Self> {
        Some(Self { permanent: Loop::of(permanent)?, current: Loop::of(current)? })
    }

    /// The two letters.
    pub const fn to_bytes(self) -> [u8; 2] {
        [self.permanent.as_u8(), self.current.as_u8()]
    }

    /// Whether the loop is whole and was never seen cut.
    pub fn is_intact(self) -> bool {
        self == Self::INTACT
    }
}

impl fmt::Display for TagTamper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match (self.permanent, self.current) {
            (Loop::Invalid, _) | (_, Loop::Invalid) => "tag tamper is not switched on",
            (Loop::Closed, Loop::Closed) => "the loop is closed, and never was open",
            (Loop::Open, Loop::Closed) => "the loop is closed now, but has been open",
            (_, Loop::Open) => "the loop is open",
        })
    }
}
