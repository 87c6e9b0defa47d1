//! What stands in the encrypted file data, before the chip encrypts it.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

use super::Place;
use crate::record::RecordId;
use crate::sun::Rejection;
use crate::tamper::TagTamper;

/// Text with places: `{record_id}`, in 16 digits, and `{tt}`, over which the chip writes the tag-tamper
/// status. It stands at the start of what is encrypted, which is filled up with `0`.
///
/// Source: NT4H2421Gx Rev. 3.0, "SDMENCFileData"; NT4H2421Tx Rev. 3.0 for the status in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileData {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    RecordId,
    TagTamper,
}

/// Why a text cannot be file data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileDataError {
    /// Nowhere to stand.
    #[error("the address has no place for it: add {{enc}}")]
    NoEnc,
    /// More than the chip encrypts there.
    #[error("{needed} characters, and {{enc}} has room for {room}: half its length")]
    TooLong {
        /// Characters needed.
        needed: usize,
        /// Characters that fit.
        room: usize,
    },
    /// A brace that opens or closes nothing.
    #[error("the brace at character {0} has no partner")]
    Brace(usize),
    /// A place that file data does not have.
    #[error("the place {{{name}}} is unknown: there are {{record_id}} and {{tt}}")]
    Unknown {
        /// What stood between the braces.
        name: String,
    },
    /// The same place twice.
    #[error("{0} stands there twice")]
    Twice(Place),
    /// The status has one place on a card.
    #[error("{{tt}} stands in the address too: the chip writes it once")]
    TagTamperInAddress,
    /// Not printable ASCII.
    #[error("{character:?} at character {position} is not printable ASCII")]
    Character {
        /// The character.
        character: char,
        /// Its position, counted from 1.
        position: usize,
    },
}

/// Digits of the record id.
const RECORD_ID: usize = 16;

/// What stands where the chip writes the status, until it does.
const UNWRITTEN: &str = "00";

impl Default for FileData {
    /// The record id.
    fn default() -> Self {
        Self { pieces: vec![Piece::RecordId] }
    }
}

impl FileData {
    /// Parses `text`.
    ///
    /// # Errors
    /// [`FileDataError`], but for what needs the address beside it: [`super::Template::with_file_data`].
    pub fn parse(text: &str) -> Result<Self, FileDataError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let position = text.chars().count() - rest.chars().count() + 1;
            if let Some(inside) = rest.strip_prefix('{') {
                let (name, behind) =
                    inside.split_once('}').ok_or(FileDataError::Brace(position))?;
                pieces.push(Piece::named(name, &pieces)?);
                rest = behind;
            } else {
                let (literal, behind) =
                    rest.split_at_checked(rest.find('{').unwrap_or(rest.len())).unwrap_or_default();
                check_characters(literal, position)?;
                pieces.push(Piece::Text(literal.to_owned()));
                rest = behind;
            }
        }
        Ok(Self { pieces })
    }

    /// Characters, before it is filled up.
    pub fn length(&self) -> usize {
        self.pieces.iter().map(Piece::length).sum()
    }

    /// Where the status stands, in characters from the first.
    pub fn tag_tamper(&self) -> Option<usize> {
        let at = self.pieces.iter().position(|piece| *piece == Piece::TagTamper)?;
        Some(self.pieces.iter().take(at).map(Piece::length).sum())
    }

    /// The file data of `record`, filled up to `length`. `00` stands where the chip writes the status.
    pub fn fill(&self, record: RecordId, length: usize) -> String {
        let text: String = self.pieces.iter().map(|piece| piece.of(record)).collect();
        format!("{text:0<length$}")
    }

    /// The text without the zeros at its end: they fill it up, whoever writes them.
    pub fn without_fill(&self) -> String {
        self.to_string().trim_end_matches('0').to_owned()
    }

    /// What decrypted file data says: the status in it, if there is a place for one. With a `record`, all
    /// the rest has to be as it was written for that.
    ///
    /// # Errors
    /// [`Rejection::BadTagTamper`], [`Rejection::WrongFileData`].
    pub fn read(
        &self,
        data: &[u8],
        record: Option<RecordId>,
    ) -> Result<Option<TagTamper>, Rejection> {
        let place = self.tag_tamper();
        if let Some(record) = record {
            let expected = self.fill(record, data.len());
            let in_place = |at| place.is_some_and(|start| (start..start + 2).contains(&at));
            let same = |(at, (found, wanted))| found == wanted || in_place(at);
            if expected.len() != data.len()
                || !data.iter().zip(expected.as_bytes()).enumerate().all(same)
            {
                return Err(Rejection::WrongFileData);
            }
        }
        let Some(start) = place else { return Ok(None) };
        let letters = data.get(start..).and_then(|rest| rest.first_chunk());
        let status = letters.and_then(|letters| TagTamper::from_bytes(*letters));
        status.map(Some).ok_or(Rejection::BadTagTamper)
    }
}

impl Piece {
    fn named(name: &str, before: &[Self]) -> Result<Self, FileDataError> {
        let (piece, place) = match name {
            "record_id" => (Self::RecordId, Place::RecordId),
            "tt" => (Self::TagTamper, Place::TagTamper),
            _ => return Err(FileDataError::Unknown { name: name.to_owned() }),
        };
        if before.contains(&piece) { Err(FileDataError::Twice(place)) } else { Ok(piece) }
    }

    fn of(&self, record: RecordId) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::RecordId => format!("{:0RECORD_ID$}", record.as_u64()).into(),
            Self::TagTamper => UNWRITTEN.into(),
        }
    }

    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::RecordId => RECORD_ID,
            Self::TagTamper => UNWRITTEN.len(),
        }
    }
}

fn check_characters(text: &str, start: usize) -> Result<(), FileDataError> {
    for (offset, character) in text.chars().enumerate() {
        let position = start + offset;
        match character {
            '}' => return Err(FileDataError::Brace(position)),
            ' '..='~' => {}
            _ => return Err(FileDataError::Character { character, position }),
        }
    }
    Ok(())
}

/// As it is parsed.
impl fmt::Display for FileData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::RecordId => Place::RecordId.fmt(f),
            Piece::TagTamper => Place::TagTamper.fmt(f),
        })
    }
}
