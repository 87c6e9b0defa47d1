//! The NDEF file: two bytes of length, then an NDEF message; here with one URI record.
//!
//! Source: NFC Forum Type 4 Tag 2.0, "NDEF file"; NFC Forum URI Record Type Definition 1.0.

use ndef_rs::payload::UriPayload;
use ndef_rs::{NdefMessage, NdefRecord, RTD_URI, RecordFlags, TNF};
use thiserror::Error;

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

/// The address does not fit the chip.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the address needs {needed} bytes as NDEF, and the chip's file has {FILE_SIZE}: {address}")]
pub struct TooLong {
    /// Bytes needed, with NLEN.
    pub needed: usize,
    /// The address, its mirrors filled with zeros.
    pub address: String,
}

/// Why a file holds no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NdefError {
    /// NLEN is 0: the file is empty.
    #[error("the NDEF file is empty")]
    Empty,
    /// A length that goes beyond the file or the message.
    #[error("a length in the NDEF file goes beyond its end")]
    Length,
    /// The message is damaged, chunked, or of more than one record.
    #[error("the NDEF message is not one plain record")]
    Message,
    /// A record of another type.
    #[error("the NDEF record is not a URI")]
    NotUri,
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
        let text = &address.text;
        let message = uri_message(text);
        let length = match u16::try_from(message.len()) {
            Ok(length) if message.len() + 2 <= FILE_SIZE => length,
            _ => return Err(TooLong { needed: message.len() + 2, address: text.clone() }),
        };
        let bytes = [&length.to_be_bytes(), message.as_slice()].concat();
        // The file ends where the address ends; the record abbreviates only its first characters.
        let offsets = address.offsets.map(|at| (at + bytes.len()).saturating_sub(text.len()));
        Ok(Self { bytes, offsets })
    }

    /// Whether `file`, as it was read from a card, is this one: byte for byte, but for the stretches
    /// that the chip writes.
    pub fn matches(&self, file: &[u8]) -> bool {
        let Some(file) = file.get(..self.bytes.len()) else { return false };
        let written_by_chip = |at: usize| self.offsets.mirrors().any(|mirror| mirror.contains(&at));
        self.bytes
            .iter()
            .zip(file)
            .enumerate()
            .all(|(at, (own, read))| own == read || written_by_chip(at))
    }
}

fn uri_message(text: &str) -> Vec<u8> {
    NdefRecord::builder()
        .tnf(TNF::WellKnown)
        .payload(&UriPayload::from_string(text))
        .build()
        .and_then(|record| Ok(NdefMessage::from(record).to_buffer()?))
        .unwrap_or_default()
}

/// The address in an NDEF file, as it was read from a card. Every length is checked against what is
/// there before ndef-rs sees a byte.
///
/// # Errors
/// No message, a damaged one, or one that is not a single URI record.
pub fn read_uri(file: &[u8]) -> Result<String, NdefError> {
    let (length, content) = file.split_first_chunk().ok_or(NdefError::Length)?;
    let message = match usize::from(u16::from_be_bytes(*length)) {
        0 => return Err(NdefError::Empty),
        length => content.get(..length).ok_or(NdefError::Length)?,
    };
    check_single_record(message)?;
    let message = NdefMessage::decode(message).map_err(|_| NdefError::Message)?;
    let [record] = message.records() else { return Err(NdefError::Message) };
    if record.tnf() != TNF::WellKnown || record.record_type() != RTD_URI.as_bytes() {
        return Err(NdefError::NotUri);
    }
    if record.payload().is_empty() {
        return Err(NdefError::Length);
    }
    UriPayload::try_from(record).map(|uri| uri.full_uri()).map_err(|_| NdefError::NotUri)
}

/// Says whether `message` is one record whose lengths add up to exactly its own.
fn check_single_record(message: &[u8]) -> Result<(), NdefError> {
    let (&[flags, type_length], rest) = message.split_first_chunk().ok_or(NdefError::Length)?;
    let has = |flag: RecordFlags| RecordFlags::from_bits_retain(flags).contains(flag);
    let (payload_length, rest) = if has(RecordFlags::SR) {
        rest.split_first().map(|(length, rest)| (u32::from(*length), rest))
    } else {
        rest.split_first_chunk().map(|(length, rest)| (u32::from_be_bytes(*length), rest))
    }
    .ok_or(NdefError::Length)?;
    let (id_length, rest) = if has(RecordFlags::IL) {
        rest.split_first().map(|(length, rest)| (*length, rest)).ok_or(NdefError::Length)?
    } else {
        (0, rest)
    };
    let claimed = u64::from(type_length) + u64::from(payload_length) + u64::from(id_length);
    match u64::try_from(rest.len()) {
        Ok(there) if claimed > there => Err(NdefError::Length),
        Ok(there) if claimed == there && !has(RecordFlags::CF) => Ok(()),
        _ => Err(NdefError::Message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NFC Forum URI RTD 1.0, "Examples": the message for `http://www.nfc.com`.
    #[test]
    fn published_example_reads() {
        let message = [&[0xD1, 0x01, 0x08, 0x55, 0x01], b"nfc.com".as_slice()].concat();
        let file = [&[0, 12], message.as_slice(), &[0; 40]].concat();
        assert_eq!(read_uri(&file).as_deref(), Ok("http://www.nfc.com"));
    }

    #[test]
    fn lengths_are_bounded() {
        assert_eq!(read_uri(&[]), Err(NdefError::Length));
        assert_eq!(read_uri(&[0, 0, 1]), Err(NdefError::Empty));
        assert_eq!(read_uri(&[0, 9, 0xD1]), Err(NdefError::Length));
        // A record that claims 4 GiB.
        let greedy = [0, 8, 0xC1, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x55, 0x04];
        assert_eq!(read_uri(&greedy), Err(NdefError::Length));
        // A URI record without even its abbreviation byte; ndef-rs would index into nothing.
        assert_eq!(read_uri(&[0, 4, 0xD1, 0x01, 0x00, 0x55]), Err(NdefError::Length));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(file in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = read_uri(&file);
        }

        #[test]
        fn what_was_written_reads_back(path in "[a-z0-9]{0,200}") {
            let text = format!("https://www.example.com/{path}");
            let offsets = Offsets { mac: Some(text.len()), ..Offsets::default() };
            let image = Image::new(&Address { text: text.clone(), offsets }).unwrap();
            proptest::prop_assert_eq!(read_uri(&image.bytes), Ok(text));
            proptest::prop_assert_eq!(image.offsets.mac, Some(image.bytes.len()));
        }
    }
}
