//! Which card this is, and whether it is original.

use tapsmith_card::originality::Originality;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::uid::Uid;

use crate::error::Error;
use crate::inspect::{read_originality, select};
use crate::trust::VirtualCards;

/// A card that may be worked on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identified {
    pub(crate) uid: Uid,
    pub(crate) is_virtual: bool,
}

/// Selects the application and takes the UID from the reader; with `check`, asks for the signature
/// over it too. One exchange, or two.
pub(crate) fn identify<T: Transport>(
    tag: &mut Tag<T>,
    virtual_cards: VirtualCards,
    check: bool,
) -> Result<Identified, Error<T::Error>> {
    select(tag)?;
    let uid = tag.reader_uid()?.and_then(|bytes| bytes.try_into().ok()).map(Uid);
    let uid = uid.ok_or(Error::RandomUid)?;
    if !check {
        return Ok(Identified { uid, is_virtual: virtual_cards == VirtualCards::Accept });
    }
    let originality = read_originality(tag, Some(uid))?;
    if virtual_cards.accept(originality) {
        Ok(Identified { uid, is_virtual: originality == Originality::Virtual })
    } else {
        Err(Error::NotOriginal(originality))
    }
}
