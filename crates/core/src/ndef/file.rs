//! The NDEF file of a Type 4 card: two bytes of length, then a message; here with one URI record.
//!
//! Source: NFC Forum Type 4 Tag 2.0, "NDEF file".

use thiserror::Error;

use super::message::same_but_mirrors;
use super::{Content, Message, NdefError, read};
use crate::record::RecordId;
use crate::template::{Address, Offsets, Template, Window};

/// The NDEF file of an NTAG 424 DNA, in bytes.
///
/// Source: NT4H2421Gx Rev. 3.0, "File 02h".
pub const FILE_SIZE: usize = 256;

/// What a card's NDEF file shall start with, and where the chip mirrors into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// NLEN and the message.
    pub bytes: Vec<u8>,
    /// Where the chip writes, in bytes of the file.
    pub offsets: Offsets,
}

/// What shall stand on the card does not fit the chip.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the address needs {needed} bytes as NDEF, and the chip has {room}: {address}")]
pub struct TooLong {
    /// Bytes needed, with the length.
    pub needed: usize,
    /// Bytes there are.
    pub room: usize,
    /// The address, its mirrors filled with zeros.
    pub address: String,
}

impl Image {
    /// The file of `record`'s card: its address, and the file data that the chip will encrypt.
    ///
    /// # Errors
    /// The address is longer than the chip's file.
    pub fn for_record(template: &Template, record: RecordId) -> Result<Self, TooLong> {
        let mut image = Self::new(&template.fill(record))?;
        if let Some((Window { start, length }, data)) = image.offsets.enc.zip(template.file_data())
        {
            // The first half of the place is what the chip encrypts (NT4H2421Gx Rev. 3.0,
            // "SDMENCFileData"); the result fills the whole.
            let data = data.fill(record, length / 2);
            image.bytes.splice(start..start + data.len(), data.into_bytes());
        }
        Ok(image)
    }

    /// The file for `address`.
    ///
    /// # Errors
    /// It is longer than the chip's file.
    pub fn new(address: &Address) -> Result<Self, TooLong> {
        let Message { bytes: message, offsets, said } = Message::uri(address);
        let length = match u16::try_from(message.len()) {
            Ok(length) if message.len() + 2 <= FILE_SIZE => length,
            _ => {
                let needed = message.len() + 2;
                return Err(TooLong { needed, room: FILE_SIZE, address: said });
            }
        };
        let bytes = [&length.to_be_bytes(), message.as_slice()].concat();
        Ok(Self { bytes, offsets: offsets.map(|at| at + 2) })
    }

    /// Whether `file`, as it was read from a card, is this one: byte for byte, but for the stretches
    /// that the chip writes.
    pub fn matches(&self, file: &[u8]) -> bool {
        same_but_mirrors(&self.bytes, &self.offsets, file)
    }
}

/// The address in an NDEF file, as it was read from a card.
///
/// # Errors
/// No message, a damaged one, or one that is not a single URI record.
pub fn read_uri(file: &[u8]) -> Result<String, NdefError> {
    let (length, content) = file.split_first_chunk().ok_or(NdefError::Length)?;
    let length = usize::from(u16::from_be_bytes(*length));
    match read(content.get(..length).ok_or(NdefError::Length)?)? {
        Content::Uri(address) => Ok(address),
        Content::Empty => Err(NdefError::Empty),
        Content::Text { .. } | Content::Other { records: 1, .. } => Err(NdefError::NotUri),
        Content::Other { .. } => Err(NdefError::Message),
    }
}
