//! Which card this is, and whether it is original.

use tapsmith_card::command::GetVersion;
use tapsmith_card::originality::Originality;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::reveal;
use crate::error::Error;
use crate::inspect::{self, read_originality, select};
use crate::trust::VirtualCards;

/// A card that may be worked on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identified {
    pub(crate) uid: Uid,
    pub(crate) is_virtual: bool,
    /// Whether it shows readers a random UID.
    pub(crate) hides_uid: bool,
}

/// Selects the application and takes the UID from the reader; with `check`, asks for the signature
/// over it too. One exchange, or two. A card that hides its UID is asked for it with a key, first with one of
/// `batch`.
pub(crate) fn identify<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    batch: Option<&Batch>,
    virtual_cards: VirtualCards,
    check: bool,
    random: &mut R,
) -> Result<Identified, Error<T::Error>> {
    select(tag)?;
    let shown = shown_uid(tag)?;
    let (uid, originality) = match shown {
        Some(uid) if check => (uid, Some(read_originality(tag, Some(uid))?)),
        Some(uid) => (uid, None),
        None => {
            let (uid, originality) = reveal(tag, vault, batch, random)?;
            (uid, Some(originality).filter(|_| check))
        }
    };
    let is_virtual = match originality {
        None => virtual_cards == VirtualCards::Accept,
        Some(originality) if virtual_cards.accept(originality) => {
            originality == Originality::Virtual
        }
        Some(originality) => return Err(Error::NotOriginal(originality)),
    };
    Ok(Identified { uid, is_virtual, hides_uid: shown.is_none() })
}

/// The UID of activation, or of the chip's version if the reader does not say it; none if the chip hides it.
///
/// Source: ISO/IEC 14443-3, "UID contents": a random one has four bytes.
fn shown_uid<T: Transport>(tag: &mut Tag<T>) -> Result<Option<Uid>, Error<T::Error>> {
    const RANDOM: usize = 4;
    match tag.reader_uid()? {
        Some(bytes) if bytes.len() == RANDOM => Ok(None),
        bytes => match bytes.and_then(|bytes| bytes.try_into().ok()) {
            Some(uid) => Ok(Some(Uid(uid))),
            None => Ok(inspect::shown_uid(&tag.send(&GetVersion)?)),
        },
    }
}
