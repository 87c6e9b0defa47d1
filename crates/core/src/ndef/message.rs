//! What a card shall hold.

use std::borrow::Cow;

use ndef_rs::payload::{RecordPayload, UriPayload};
use ndef_rs::{NdefMessage, NdefRecord, RTD_TEXT, TNF};

use crate::template::{Address, Offsets};

/// A message of one record, or of none, and where the chip mirrors into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its bytes. None is a card without content.
    pub bytes: Vec<u8>,
    /// Where the chip writes, in bytes of the message.
    pub offsets: Offsets,
    /// What it says, for people: the address, its mirrors filled with zeros, or the text.
    pub said: String,
}

/// The language that texts are said to be in: whose it is, the printer's order does not say.
pub const LANGUAGE: &str = "en";

impl Message {
    /// No record at all.
    pub fn empty() -> Self {
        Self { bytes: Vec::new(), offsets: Offsets::default(), said: String::new() }
    }

    /// A URI record.
    pub fn uri(address: &Address) -> Self {
        let text = &address.text;
        let bytes = record(&UriPayload::from_string(text));
        // The message ends where the address ends; the record abbreviates only its first characters.
        let offsets = address.offsets.map(|at| (at + bytes.len()).saturating_sub(text.len()));
        Self { bytes, offsets, said: text.clone() }
    }

    /// Whether `read`, as it was read from a card, is this message: byte for byte, but for the stretches that
    /// the chip writes.
    pub fn matches(&self, read: &[u8]) -> bool {
        read.len() == self.bytes.len() && same_but_mirrors(&self.bytes, &self.offsets, read)
    }

    /// A text record in UTF-8.
    pub fn text(text: &str) -> Self {
        let bytes = record(&Text(text));
        Self { bytes, offsets: Offsets::default(), said: text.to_owned() }
    }
}

/// Whether `read` starts with `own`, but for the stretches that the chip writes.
pub(super) fn same_but_mirrors(own: &[u8], offsets: &Offsets, read: &[u8]) -> bool {
    let Some(read) = read.get(..own.len()) else { return false };
    let written_by_chip = |at: usize| offsets.mirrors().any(|mirror| mirror.contains(&at));
    own.iter().zip(read).enumerate().all(|(at, (own, read))| own == read || written_by_chip(at))
}

fn record(payload: &impl RecordPayload) -> Vec<u8> {
    NdefRecord::builder()
        .tnf(TNF::WellKnown)
        .payload(payload)
        .build()
        .and_then(|record| Ok(NdefMessage::from(record).to_buffer()?))
        .unwrap_or_default()
}

/// A text's payload: a byte with the length of the language, the language, the text. ndef-rs leaves out the
/// first two.
///
/// Source: NFC Forum Text Record Type Definition 1.0, "The Text Record".
struct Text<'t>(&'t str);

impl RecordPayload for Text<'_> {
    fn record_type(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(RTD_TEXT.as_bytes())
    }

    fn payload(&self) -> Cow<'_, [u8]> {
        let length = u8::try_from(LANGUAGE.len()).unwrap_or_default();
        Cow::Owned([&[length], LANGUAGE.as_bytes(), self.0.as_bytes()].concat())
    }
}
