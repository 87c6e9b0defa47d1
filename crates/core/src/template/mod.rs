//! Address templates: a URL with places for what the chip mirrors into it.
//!
//! `https://example.com/c/{record_id}?picc_data={picc}&[[enc={enc}&cmac={mac}`
//!
//! | place | characters | what stands there |
//! |---|---|---|
//! | `{record_id}` | 1 to 16 digits | the record, written when the card is encoded |
//! | `{picc}` | 32; 48 in LRP mode | PICCENCData: UID and read counter, encrypted |
//! | `{uid}` | 14 | the UID, plain |
//! | `{ctr}` | 6 | the read counter, plain, most significant byte first |
//! | `{enc}`, `{enc:96}` | 32, or as many as it says: a multiple of 32 | SDMENCFileData: [`FileData`], encrypted |
//! | `{tt}` | 2 | the tag-tamper status, inside the MAC's input |
//! | `{mac}` | 16 | SDMMAC |
//!
//! `[[` marks where the MAC's input starts; it ends where `{mac}` starts. Without the mark the MAC
//! covers nothing, or, if there is an `{enc}`, all from there to the MAC. Places stand one behind the
//! other, so no two mirrors can overlap; the one status that may stand inside another is that in the file data.
//!
//! # Layout
//! - [`Template::parse`] and [`Template::for_base`]: from text, with every rule of the chip checked;
//!   [`Template::parse_of`] of chips that mirror otherwise ([`Mirroring`]).
//!   [`Template::in_suite`] and [`Template::with_file_data`] say what the text does not.
//! - [`Template::fill`]: to one record's address, with the offsets the chip wants.
//! - [`Template::read`]: back from a tap.

mod base;
mod error;
mod file_data;
mod fill;
mod mirroring;
mod offsets;
mod parse;
mod read;

pub use base::BaseError;
pub use error::TemplateError;
pub use file_data::{FileData, FileDataError};
pub use fill::Address;
pub use mirroring::Mirroring;
pub use offsets::{Offsets, Window};

use std::fmt;

use crate::suite::Suite;

/// A parsed template. What it holds, the chip can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    /// The part at which the MAC's input starts; none if it covers nothing.
    mac_input: Option<usize>,
    /// What the chip can write.
    mirroring: Mirroring,
    /// What it speaks.
    suite: Suite,
    /// Characters of `{enc}`, if there is one.
    enc_width: usize,
    /// What it encrypts there.
    file_data: FileData,
}

/// Characters of `{enc}` that says no number: one block.
const ENC_WIDTH: usize = 32;

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

    /// How many characters a chip in this mode writes there; none for the record id, which the encoder
    /// writes. Of `{enc}` these are the least.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Secure Dynamic Messaging: mirroring".
    pub const fn width(self, suite: Suite) -> Option<usize> {
        match (self, suite) {
            (Self::RecordId, _) => None,
            (Self::Picc, Suite::Aes) => Some(32),
            (Self::Picc, Suite::Lrp) => Some(48),
            (Self::Enc, _) => Some(ENC_WIDTH),
            (Self::Uid, _) => Some(14),
            (Self::Counter, _) => Some(6),
            (Self::TagTamper, _) => Some(2),
            (Self::Mac, _) => Some(16),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}

/// As it is parsed. Suite and file data are not in it.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if self.mac_input == Some(index) {
                f.write_str("[[")?;
            }
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Place(Place::Enc) if self.enc_width != ENC_WIDTH => {
                    write!(f, "{{enc:{}}}", self.enc_width)?;
                }
                Part::Place(place) => place.fmt(f)?,
            }
        }
        Ok(())
    }
}

impl Template {
    /// The same addresses as chips in this mode write them.
    #[must_use]
    pub fn in_suite(self, suite: Suite) -> Self {
        Self { suite, ..self }
    }

    /// The mode of the chips that write these addresses.
    pub const fn suite(&self) -> Suite {
        self.suite
    }

    /// The same with `file_data` in place of the record id as what is encrypted.
    ///
    /// # Errors
    /// [`FileDataError::NoEnc`], [`FileDataError::TooLong`], [`FileDataError::TagTamperInAddress`].
    pub fn with_file_data(self, file_data: FileData) -> Result<Self, FileDataError> {
        let (needed, room) = (file_data.length(), self.enc_width / 2);
        if !self.has(Place::Enc) {
            Err(FileDataError::NoEnc)
        } else if needed > room {
            Err(FileDataError::TooLong { needed, room })
        } else if file_data.tag_tamper().is_some() && self.has(Place::TagTamper) {
            Err(FileDataError::TagTamperInAddress)
        } else {
            Ok(Self { file_data, ..self })
        }
    }

    /// What the chips can write, and how they sign it.
    pub const fn mirroring(&self) -> Mirroring {
        self.mirroring
    }

    /// What is encrypted as file data; none if nothing is.
    pub fn file_data(&self) -> Option<&FileData> {
        self.has(Place::Enc).then_some(&self.file_data)
    }

    /// Whether the addresses show the tag-tamper status, in the open or encrypted.
    pub fn shows_tag_tamper(&self) -> bool {
        self.has(Place::TagTamper)
            || self.file_data().is_some_and(|data| data.tag_tamper().is_some())
    }

    /// Whether the MAC covers the record id in the address.
    pub fn signs_record(&self) -> bool {
        self.position(Place::RecordId).is_some_and(|at| self.is_signed(at))
    }

    /// Whether the MAC covers part `at`.
    fn is_signed(&self, at: usize) -> bool {
        self.mac_input.is_some_and(|start| start <= at)
            && self.position(Place::Mac).is_some_and(|mac| at < mac)
    }

    /// How many characters the chip writes in `place`.
    fn width(&self, place: Place) -> Option<usize> {
        if place == Place::Enc { Some(self.enc_width) } else { place.width(self.suite) }
    }

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
