//! How many cards a lot has.

use std::{fmt, num::IntErrorKind, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The number of cards of a lot: 2 to 4294967295. In files a number.
///
/// Source: ISO 2859-1:1999, Table 1, which begins with 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct LotSize(u32);

/// Not the size of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadLotSize {
    /// None, or a single card.
    #[error("a lot has at least 2 cards")]
    TooSmall,
    /// More than 32 bits count.
    #[error("a lot has at most 4294967295 cards")]
    TooLarge,
    /// Something else than digits.
    #[error("the size of a lot is a whole number of cards, 2 or more")]
    NotANumber,
}

impl LotSize {
    /// The smallest: 2 cards.
    pub const MIN: Self = Self(2);
    /// The largest: 4294967295 cards.
    pub const MAX: Self = Self(u32::MAX);

    /// The number of cards.
    pub fn as_u64(self) -> u64 {
        self.0.into()
    }
}

impl TryFrom<u64> for LotSize {
    type Error = BadLotSize;

    fn try_from(cards: u64) -> Result<Self, BadLotSize> {
        let cards = u32::try_from(cards).map_err(|_| BadLotSize::TooLarge)?;
        if cards < Self::MIN.0 { Err(BadLotSize::TooSmall) } else { Ok(Self(cards)) }
    }
}

impl From<LotSize> for u64 {
    fn from(lot: LotSize) -> Self {
        lot.as_u64()
    }
}

impl FromStr for LotSize {
    type Err = BadLotSize;

    fn from_str(text: &str) -> Result<Self, BadLotSize> {
        let cards = text.parse::<u64>().map_err(|error| match error.kind() {
            IntErrorKind::PosOverflow => BadLotSize::TooLarge,
            _ => BadLotSize::NotANumber,
        });
        cards?.try_into()
    }
}

impl fmt::Display for LotSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
