//! Which card this is, and whether it is original.

use tapsmith_card::originality::Originality;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::reveal;
use crate::error::Error;
use crate::inspect::{read_originality, select};
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
/// over it too. One exchange, or two. A card that hides its UID is asked for it with a key.
pub(crate) fn identify<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    virtual_cards: VirtualCards,
    check: bool,
    random: &mut R,
) -> Result<Identified, Error<T::Error>> {
    select(tag)?;
    let shown = tag.reader_uid()?.and_then(|bytes| bytes.try_into().ok()).map(Uid);
    let (uid, originality) = match shown {
        Some(uid) if check => (uid, Some(read_originality(tag, Some(uid))?)),
        Some(uid) => (uid, None),
        None => {
            let (uid, originality) = reveal(tag, vault, random)?;
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
