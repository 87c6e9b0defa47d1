//! What a card shows to who has the keys that everybody has.

use tapsmith_card::classic::{self, Keyring, Model};
use tapsmith_card::field::Field;
use tapsmith_card::tag::Count;
use tapsmith_core::ndef::{self, Content, NdefError};
use tapsmith_core::uid::Uid;

use super::look::{limit, tag, uid};
use crate::error::Error;

/// A MIFARE Classic, looked at.
#[derive(Debug)]
pub struct Inspection {
    /// Which chip, by the reader's word.
    pub model: Model,
    /// The card.
    pub uid: Uid,
    /// What its sectors show.
    pub shown: classic::Inspection,
    /// What stands in its NDEF sectors.
    pub content: Result<Content, NdefError>,
    /// What it cost.
    pub count: Count,
}

/// Reads all that the keys that everybody has open.
///
/// # Errors
/// The reader failed, or it is no MIFARE Classic.
pub fn inspect<F: Field>(field: &mut F) -> Result<Inspection, Error<F::Error>> {
    let (mut tag, model) = tag(field)?;
    let uid = uid(&mut tag)?;
    let shown = classic::inspect(&mut tag, model, &Keyring::new([]), limit(model))?;
    let content = content(&shown.message);
    Ok(Inspection { model, uid, shown, content, count: tag.count() })
}

/// What a message says, if there is one.
pub(super) fn content(
    message: &Result<Option<Vec<u8>>, classic::tlv::PastEnd>,
) -> Result<Content, NdefError> {
    match message {
        Ok(Some(message)) => ndef::read(message),
        Ok(None) => Err(NdefError::NoMessage),
        Err(_) => Err(NdefError::Length),
    }
}

/// The message in the sectors that the directory gives to NDEF.
pub(super) fn message(
    state: &classic::personalize::State,
) -> Result<Option<Vec<u8>>, classic::tlv::PastEnd> {
    let mad = state.mad();
    let sectors: Vec<_> = mad.iter().flatten().flat_map(classic::Mad::ndef_sectors).collect();
    let memory = state.memory(&sectors).unwrap_or_default();
    classic::tlv::message(&memory).map(|message| message.map(<[u8]>::to_vec))
}
