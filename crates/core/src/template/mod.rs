//! Address templates: a URL with places for what the chip mirrors into it.
//!
//! `https://example.com/c/{record_id}?picc_data={picc}&[[enc={enc}&cmac={mac}`
//!
//! | place | characters | what stands there |
//! |---|---|---|
//! | `{record_id}` | 1 to 16 digits | the record, written when the card is encoded |
//! | `{picc}` | 32 | PICCENCData: UID and read counter, encrypted |
//! | `{uid}` | 14 | the UID, plain |
//! | `{ctr}` | 6 | the read counter, plain, most significant byte first |
//! | `{enc}` | 32 | SDMENCFileData: the record id in 16 digits, encrypted |
//! | `{tt}` | 2 | the tag-tamper status |
//! | `{mac}` | 16 | SDMMAC |
//!
//! `[[` marks where the MAC's input starts; it ends where `{mac}` starts. Without the mark the MAC
//! covers nothing, or, if there is an `{enc}`, all from there to the MAC.
//!
//! # Layout
//! - [`Template::parse`] and [`Template::for_base`]: from text, with every rule of the chip checked.
//! - [`Template::fill`]: to one record's address, with the offsets the chip wants.
//! - [`Template::read`]: back from a tap.

mod base;
mod fill;
mod parse;
mod read;

pub use base::BaseError;
pub use fill::{Address, Offsets};
pub use parse::TemplateError;

use std::fmt;

/// A parsed template. What it holds, the chip can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    /// The part at which the MAC's input starts; none if it covers nothing.
    mac_input: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Place(Place),
}

/// What a template leaves to the chip or to the encoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `{record_id}`
    RecordId,
    /// `{picc}`
    Picc,
    /// `{uid}`
    Uid,
    /// `{ctr}`
    Counter,
    /// `{enc}`
    Enc,
    /// `{tt}`
    TagTamper,
    /// `{mac}`
    Mac,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::RecordId,
        Self::Picc,
        Self::Uid,
        Self::Counter,
        Self::Enc,
        Self::TagTamper,
        Self::Mac,
    ];

    /// Its name between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecordId => "record_id",
            Self::Picc => "picc",
            Self::Uid => "uid",
            Self::Counter => "ctr",
            Self::Enc => "enc",
            Self::TagTamper => "tt",
            Self::Mac => "mac",
        }
    }

    /// How many characters the chip writes there; none for the record id, which the encoder writes.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Secure Dynamic Messaging: mirroring".
    pub const fn width(self) -> Option<usize> {
        match self {
            Self::RecordId => None,
            Self::Picc | Self::Enc => Some(32),
            Self::Uid => Some(14),
            Self::Counter => Some(6),
            Self::TagTamper => Some(2),
            Self::Mac => Some(16),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}

/// As it is parsed.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if self.mac_input == Some(index) {
                f.write_str("[[")?;
            }
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Place(place) => place.fmt(f)?,
            }
        }
        Ok(())
    }
}

impl Template {
    /// Whether the template has this place.
    pub fn has(&self, place: Place) -> bool {
        self.position(place).is_some()
    }

    /// Whether cards of this template sign their taps.
    pub fn is_sun(&self) -> bool {
        self.has(Place::Mac)
    }

    fn position(&self, place: Place) -> Option<usize> {
        self.parts.iter().position(|part| *part == Part::Place(place))
    }
}

#[cfg(test)]
mod tests;
