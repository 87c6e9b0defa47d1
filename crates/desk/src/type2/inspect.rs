//! What a card shows to anybody.

use tapsmith_card::field::Field;
use tapsmith_card::originality::Originality;
use tapsmith_card::tag::Count;
use tapsmith_card::type2::command::ReadCnt;
use tapsmith_card::type2::personalize::Locks;
use tapsmith_card::type2::{Identity, MemoryMap, Page, Settings, settings, tlv};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::ndef::{self, Content, NdefError};
use tapsmith_core::uid::Uid;

use super::look::{Seen, look, tag};
use crate::error::Error;

/// A card of pages, looked at.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Which chip.
    pub identity: Identity,
    /// The card.
    pub uid: Option<Uid>,
    /// Who signed it.
    pub originality: Originality,
    /// Page 3, if it was read: the capability container, or OTP.
    pub container: Option<Page>,
    /// What stands in the NDEF area.
    pub content: Result<Content, NdefError>,
    /// What CFG0 and CFG1 say; none if they are hidden, or the chip has none.
    pub settings: Option<Settings>,
    /// Whether a password or a key protects anything.
    pub protected: bool,
    /// What is locked.
    pub locks: Locks,
    /// Whether any lock bit is set.
    pub has_locks: bool,
    /// How many pages could be read.
    pub pages_read: usize,
    /// The count of reads, if anybody may ask.
    pub read_counter: Option<ReadCounter>,
    /// The reader's family.
    pub reader: &'static str,
    /// What the reader could not ask.
    pub not_asked: Vec<&'static str>,
    /// What it cost.
    pub count: Count,
}

/// Reads all that a card of pages shows to anybody. No password is shown, and no key tried.
///
/// # Errors
/// The reader failed, or it is no card of pages.
pub fn inspect<F: Field>(field: &mut F) -> Result<Inspection, Error<F::Error>> {
    let mut tag = tag(field)?;
    let seen = look(&mut tag)?;
    let said = seen.state.said();
    let free = said.is_some_and(|said| said.count == settings::Count::Free);
    let raw = tag.abilities().raw_frames;
    let read_counter = if free && raw { tag.ask(&ReadCnt::NFC)? } else { None };
    let not_asked = if raw { Vec::new() } else { NOT_ASKED.to_vec() };
    let content = content(&seen);
    Ok(Inspection {
        identity: seen.identity,
        uid: seen.uid(),
        originality: seen.originality.unwrap_or(Originality::Unchecked),
        container: seen.state.page(MemoryMap::CAPABILITY_CONTAINER),
        content,
        settings: said,
        protected: seen.state.is_protected(),
        locks: seen.state.locks(),
        has_locks: seen.state.has_locks(),
        pages_read: seen.state.pages.len(),
        read_counter,
        reader: tag.abilities().profile,
        not_asked,
        count: tag.count(),
    })
}

/// What a reader without raw frames cannot ask.
const NOT_ASKED: [&str; 3] = ["GET_VERSION", "READ_SIG", "PWD_AUTH"];

/// What the NDEF area says.
pub(super) fn content(seen: &Seen) -> Result<Content, NdefError> {
    ndef::read(message(seen)?)
}

/// The message in the NDEF area. A card that was never made one for NDEF has none.
pub(super) fn message(seen: &Seen) -> Result<&[u8], NdefError> {
    let container = seen.state.page(MemoryMap::CAPABILITY_CONTAINER);
    let Some([0xE1, ..]) = container else { return Err(NdefError::NoMessage) };
    let area = seen.state.user();
    let length = seen.model().memory().ndef_length();
    let area = area.get(..length).unwrap_or(area);
    let message = tlv::message(area).map_err(|_| NdefError::Length)?;
    message.ok_or(NdefError::NoMessage)
}
