//! The card's own master key, of a MIFARE DESFire: whoever has it can format the card.

use tapsmith_card::command::{
    ApplicationId, ChangeCardKey, GetApplicationIds, GetKeySettings, GetKeyVersion,
};
use tapsmith_card::personalize::CardKey;
use tapsmith_card::tag::{self, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{KeyNumber, KeyVersion};
use tapsmith_core::random::Random;

use super::{Held, challenge, free, select_picc};
use crate::error::Error;

/// What a card says of itself, above its applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OnCard {
    pub(crate) key: ShownKey,
    /// Whether somebody else has an application on it, or nobody may know.
    pub(crate) is_shared: bool,
    /// Whether its master key can never be changed again.
    pub(crate) is_frozen: bool,
}

/// What shows of the card's own master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShownKey {
    /// It is as delivered: that was tried.
    Delivered,
    /// An AES key of this version.
    Aes(KeyVersion),
    /// Another, or nobody is told.
    Other,
}

/// Selects the card itself and asks. A key that may be as delivered is tried: a version proves nothing, and what the card
/// tells to nobody may still be what everybody has.
pub(crate) fn ask_card<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    random: &mut R,
) -> Result<OnCard, Error<T::Error>> {
    select_picc(tag)?;
    let ids = free(tag.send(&GetApplicationIds))?;
    let is_other = |id: &ApplicationId| *id != ApplicationId::NDEF;
    let is_shared = ids.is_none_or(|ids| ids.iter().any(is_other));
    let settings = free(tag.send(&GetKeySettings))?;
    let version = free(tag.send(&GetKeyVersion { key: KeyNumber::MASTER }))?;
    let key = match settings.zip(version) {
        Some((settings, version)) if settings.are_aes() => ShownKey::Aes(version),
        _ if opens(tag, &CardKey::Delivered, random)? => ShownKey::Delivered,
        _ => ShownKey::Other,
    };
    let is_frozen = settings.is_some_and(|settings| !settings.changes_master_key());
    Ok(OnCard { key, is_shared, is_frozen })
}

/// What the card's own master key is: on a card of ours, it is what slot 0 of our application has, or had. It is proved,
/// for others may have a key of the same version, and what is somebody's must not be found out at the last step.
/// Another one is none. The card itself may be selected then.
pub(crate) fn known_card_key<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    held: &Held,
    shown: ShownKey,
    random: &mut R,
) -> Result<Option<CardKey>, Error<T::Error>> {
    let version = match shown {
        ShownKey::Delivered => return Ok(Some(CardKey::Delivered)),
        ShownKey::Aes(version) => version,
        ShownKey::Other => return Ok(None),
    };
    for key in held.candidates(KeyNumber::MASTER, version).into_iter().map(CardKey::Aes) {
        if is_card_key(tag, &key, random)? {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// Selects the card itself and changes its key. `rnd_a` must be fresh and unpredictable.
pub(crate) fn change_card_key<T: Transport>(
    tag: &mut Tag<T>,
    old: &CardKey,
    new: &CardKey,
    rnd_a: [u8; 16],
) -> Result<(), tag::Error<T::Error>> {
    select_picc(tag)?;
    match (old, new) {
        (CardKey::Delivered, CardKey::Delivered) => Ok(()),
        (CardKey::Delivered, CardKey::Aes(new)) => {
            let session = tag.authenticate_delivered(half(rnd_a))?;
            tag.change_delivered_key(session, new)
        }
        (CardKey::Aes(old), new) => {
            let session = tag.authenticate(KeyNumber::MASTER, &old.key, rnd_a)?;
            session.change_card_key(&ChangeCardKey { new: new.clone() }).map(|_| ())
        }
    }
}

/// Selects the card itself and has it prove that its key is `key`. If not, the chip may count it.
pub(crate) fn is_card_key<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    key: &CardKey,
    random: &mut R,
) -> Result<bool, Error<T::Error>> {
    select_picc(tag)?;
    opens(tag, key, random)
}

fn opens<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    key: &CardKey,
    random: &mut R,
) -> Result<bool, Error<T::Error>> {
    let rnd_a = challenge(random)?;
    let opened = match key {
        CardKey::Delivered => tag.authenticate_delivered(half(rnd_a)).map(|_| ()),
        CardKey::Aes(held) => tag.authenticate(KeyNumber::MASTER, &held.key, rnd_a).map(|_| ()),
    };
    match opened {
        Ok(()) => Ok(true),
        Err(tag::Error::Refused { .. } | tag::Error::Authentication(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// DES has blocks of half the size.
fn half(rnd_a: [u8; 16]) -> [u8; 8] {
    let [a0, a1, a2, a3, a4, a5, a6, a7, ..] = rnd_a;
    [a0, a1, a2, a3, a4, a5, a6, a7]
}
