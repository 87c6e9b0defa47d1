//! What a card holds. Every length is checked against what is there before ndef-rs sees a byte.

use ndef_rs::payload::UriPayload;
use ndef_rs::{NdefMessage, NdefRecord, RTD_TEXT, RTD_URI, RecordFlags, TNF};
use thiserror::Error;

/// What an NDEF message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing: no message, or a single empty record.
    Empty,
    /// One URI record: the address.
    Uri(String),
    /// One text record.
    Text {
        /// Its language, as IANA writes it.
        language: String,
        /// The text.
        text: String,
    },
    /// Anything else that is well formed.
    Other {
        /// How many records.
        records: usize,
        /// The first one's type, as `urn:nfc:wkt:Sp`, a media type, or a URI.
        kind: String,
    },
}

/// Why there is no message, or not the one that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NdefError {
    /// The length is 0: nothing is there.
    #[error("the NDEF file is empty")]
    Empty,
    /// A length that goes beyond the memory or the message.
    #[error("a length in the NDEF file goes beyond its end")]
    Length,
    /// The message is damaged or chunked, or of more than one record.
    #[error("the NDEF message is not one plain record")]
    Message,
    /// A record of another type.
    #[error("the NDEF record is not a URI")]
    NotUri,
    /// Control characters, which no address has.
    #[error("the address has control characters")]
    Characters,
    /// A memory without a place for a message.
    #[error("the memory has no NDEF message")]
    NoMessage,
}

/// Reads a message.
///
/// # Errors
/// [`NdefError::Length`], [`NdefError::Message`].
pub fn read(message: &[u8]) -> Result<Content, NdefError> {
    if message.is_empty() {
        return Ok(Content::Empty);
    }
    check_records(message)?;
    let message = NdefMessage::decode(message).map_err(|_| NdefError::Message)?;
    match message.records() {
        [] => Err(NdefError::Message),
        [record] => of_record(record),
        [first, ..] => Ok(Content::Other { records: message.records().len(), kind: kind(first) }),
    }
}

fn of_record(record: &NdefRecord) -> Result<Content, NdefError> {
    let is = |rtd: &[u8]| record.tnf() == TNF::WellKnown && record.record_type() == rtd;
    if record.tnf() == TNF::Empty {
        Ok(Content::Empty)
    } else if is(RTD_URI.as_bytes()) {
        // ndef-rs takes for granted that there is an abbreviation.
        record.payload().first().ok_or(NdefError::Length)?;
        let uri = UriPayload::try_from(record).map_err(|_| NdefError::NotUri)?.full_uri();
        // It would write on the terminal of whoever looks.
        if uri.contains(char::is_control) {
            return Err(NdefError::Characters);
        }
        Ok(Content::Uri(uri))
    } else if is(RTD_TEXT.as_bytes()) {
        text(record.payload()).ok_or(NdefError::Message)
    } else {
        Ok(Content::Other { records: 1, kind: kind(record) })
    }
}

/// Source: NFC Forum Text Record Type Definition 1.0, "The Text Record": the highest bit of the first byte
/// says UTF-16, the lowest six are the length of the language.
fn text(payload: &[u8]) -> Option<Content> {
    let (status, rest) = payload.split_first()?;
    let (language, text) = rest.split_at_checked(usize::from(status & 0x3F))?;
    let text =
        if status & 0x80 == 0 { String::from_utf8(text.to_vec()).ok()? } else { utf16(text)? };
    Some(Content::Text { language: String::from_utf8(language.to_vec()).ok()?, text })
}

/// Big-endian, unless a mark at its start says otherwise.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let (pairs, order): (_, fn([u8; 2]) -> u16) = match pairs {
        [[0xFF, 0xFE], rest @ ..] => (rest, u16::from_le_bytes),
        [[0xFE, 0xFF], rest @ ..] => (rest, u16::from_be_bytes),
        all => (all, u16::from_be_bytes),
    };
    let units: Vec<_> = pairs.iter().copied().map(order).collect();
    String::from_utf16(&units).ok()
}

/// A record's type in the words of NDEF 1.0, "TNF".
fn kind(record: &NdefRecord) -> String {
    let name = String::from_utf8_lossy(record.record_type());
    // A card's bytes end on a terminal.
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    match record.tnf() {
        TNF::WellKnown => format!("urn:nfc:wkt:{name}"),
        TNF::External => format!("urn:nfc:ext:{name}"),
        TNF::Empty => "empty".to_owned(),
        TNF::Unknown => "unknown".to_owned(),
        _ => name,
    }
}

/// Says whether `message` is records without chunks whose lengths add up to exactly its own.
fn check_records(mut message: &[u8]) -> Result<(), NdefError> {
    let mut first = true;
    while !message.is_empty() {
        let (flags, rest) = check_record(message)?;
        let ends = flags.contains(RecordFlags::ME);
        let begins = flags.contains(RecordFlags::MB);
        if begins != first || ends != rest.is_empty() || flags.contains(RecordFlags::CF) {
            return Err(NdefError::Message);
        }
        first = false;
        message = rest;
    }
    Ok(())
}

/// The first record's flags, and what lies behind it.
fn check_record(message: &[u8]) -> Result<(RecordFlags, &[u8]), NdefError> {
    let (&[flags, type_length], rest) = message.split_first_chunk().ok_or(NdefError::Length)?;
    let flags = RecordFlags::from_bits_retain(flags);
    let (payload_length, rest) = if flags.contains(RecordFlags::SR) {
        rest.split_first().map(|(length, rest)| (u32::from(*length), rest))
    } else {
        rest.split_first_chunk().map(|(length, rest)| (u32::from_be_bytes(*length), rest))
    }
    .ok_or(NdefError::Length)?;
    let (id_length, rest) = if flags.contains(RecordFlags::IL) {
        rest.split_first().map(|(length, rest)| (*length, rest)).ok_or(NdefError::Length)?
    } else {
        (0, rest)
    };
    let claimed = u64::from(type_length) + u64::from(payload_length) + u64::from(id_length);
    let claimed = usize::try_from(claimed).map_err(|_| NdefError::Length)?;
    let (_, rest) = rest.split_at_checked(claimed).ok_or(NdefError::Length)?;
    Ok((flags, rest))
}
