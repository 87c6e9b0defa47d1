//! Before the first change: which card, which record, how it stands.

use tapsmith_card::command::{FileNumber, GetFileSettings, GetKeyVersion, ReadData};
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::State;
use tapsmith_card::settings::Offset;
use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode;
use tapsmith_core::batch::Batch;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::challenge;
use crate::error::Error;
use crate::inspect::{read_originality, select};
use crate::record::RecordCard;
use crate::trust::VirtualCards;

/// A card that may be worked on.
pub(super) struct Identified {
    pub(super) uid: Uid,
    pub(super) is_virtual: bool,
}

/// Sees which card this is, and that it is original. Two exchanges.
pub(super) fn identify<T: Transport>(
    tag: &mut Tag<T>,
    virtual_cards: VirtualCards,
) -> Result<Identified, Error<T::Error>> {
    select(tag)?;
    let uid = tag.reader_uid()?.and_then(|bytes| bytes.try_into().ok()).map(Uid);
    let uid = uid.ok_or(Error::RandomUid)?;
    let originality = read_originality(tag, Some(uid))?;
    if virtual_cards.accept(originality) {
        Ok(Identified { uid, is_virtual: originality == Originality::Virtual })
    } else {
        Err(Error::NotOriginal(originality))
    }
}

/// The record that goes onto this card: the one asked for, the one already on it, or the next.
pub(super) fn choose<E>(
    vault: &OpenVault,
    batch: &Batch,
    template: &Template,
    wanted: Option<RecordId>,
    uid: Uid,
) -> Result<RecordCard, Error<E>> {
    let own = vault.card_by_uid(uid)?.filter(|card| card.batch == batch.name);
    let record = match wanted.or(own.map(|card| card.record)) {
        Some(record) => record,
        None => vault
            .next_free_record(batch)?
            .ok_or_else(|| Error::NoRecordLeft { batch: batch.name.to_string() })?,
    };
    RecordCard::load(vault, batch, template, record)
}

/// Opens the card with key 0 and reads what the plan has to know. Of a card the vault does not know
/// that is one file's settings: the rest follows from its being blank, and is proved by the steps.
pub(super) fn open<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    card: &RecordCard,
    known: bool,
    overwrite: bool,
    random: &mut R,
) -> Result<(Session<'t, T>, State), Error<T::Error>> {
    let rnd_a = challenge(random)?;
    if known {
        return reopen(tag, card, rnd_a);
    }
    let mut session = match tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), rnd_a) {
        Err(error) if error.status() == Some(Status::AUTHENTICATION) => {
            return Err(Error::NotBlank);
        }
        outcome => outcome?,
    };
    let settings = session.send(&GetFileSettings { file: FileNumber::Ndef })?.settings;
    let state = State { ndef_settings: settings, ..State::factory() };
    if state != State::factory() && !overwrite {
        return Err(Error::HasSettings);
    }
    Ok((session, state))
}

/// A card we began, or finished: its key versions say which key 0 opens it.
fn reopen<'t, T: Transport>(
    tag: &'t mut Tag<T>,
    card: &RecordCard,
    rnd_a: [u8; 16],
) -> Result<(Session<'t, T>, State), Error<T::Error>> {
    let mut versions = [KeyVersion(0); 5];
    for (version, key) in versions.iter_mut().zip(KeyNumber::ALL) {
        *version = tag.send(&GetKeyVersion { key })?;
    }
    let [master, ..] = versions;
    let factory = AesKey::factory();
    let ours = card.target.key(KeyNumber::MASTER);
    let key = if master == card.target.version { ours } else { &factory };
    let mut session = tag.authenticate(KeyNumber::MASTER, key, rnd_a)?;
    let ndef_settings = session.send(&GetFileSettings { file: FileNumber::Ndef })?.settings;
    let ndef = read_ndef(&mut session, card.target.image.bytes.len())?;
    Ok((session, State { ndef, ndef_settings, versions }))
}

/// The start of the NDEF file as it stands in memory: inside a session nothing is mirrored.
fn read_ndef<T: Transport>(
    session: &mut Session<'_, T>,
    length: usize,
) -> Result<Vec<u8>, tag::Error<T::Error>> {
    let start = Offset::from_lsb([0; 3]);
    let length = Offset::new(length).unwrap_or(start);
    let file = FileNumber::Ndef;
    session.send(&ReadData { file, offset: start, length, mode: CommMode::Plain })
}
