//! The record of a tap whose address names none: that of its UID, then every record of the batch is tried.

use rayon::prelude::*;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_core::layout::{Layout, SlotContent};
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{Mirror, PiccData, Tap, TapKeys, Verifier};
use tapsmith_core::uid::Uid;
use tapsmith_store::{BatchKeys, Error, Keyed, OpenVault};

use super::by_vault::tap_keys;
use super::keyed::{is_shared, slots};
use crate::record::BatchLayout;

/// The first record whose keys made `tap`. It costs two key derivations a record; one if all cards open
/// PICCData with the same key, and none if the vault knows the card of the UID that is then read.
pub(crate) fn record_by_trial(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    keys: &BatchKeys<'_>,
    tap: &Tap<'_>,
) -> Result<Option<RecordId>, Error> {
    let verifier = verifier(batch, layout, keys)?;
    Trial { vault, batch, layout: &layout.layout, keys, verifier: verifier.as_ref(), tap }.record()
}

/// What verifies the taps of all records, if their keys can be computed here.
pub(super) fn verifier(
    batch: &Batch,
    layout: &BatchLayout,
    keys: &BatchKeys<'_>,
) -> Result<Option<Verifier>, Error> {
    let slots = slots(batch, &layout.layout, keys)?;
    Ok(slots.map(|[meta_read, file_read]| Verifier::of_cards(meta_read, file_read)))
}

/// The record of the card that shows the address `url`, and `uid` if it hides none: the one that the address names,
/// else the one that the vault has for the UID, else the one whose keys made the tap, else the one that the vault has
/// for the UID that the tap says.
pub(crate) fn record_of_card(
    vault: &OpenVault,
    batch: &Batch,
    layout: &BatchLayout,
    url: Option<&str>,
    uid: Option<Uid>,
) -> Result<Option<RecordId>, Error> {
    if let Some(named) = url.and_then(|url| layout.template.record_of(url)) {
        return Ok(Some(named));
    }
    if let Some(record) = record_of_uid(vault, batch, uid)? {
        return Ok(Some(record));
    }
    let Some(tap) = url.and_then(|url| layout.template.read(url).ok()) else { return Ok(None) };
    let keys = vault.keys(batch)?;
    match record_by_trial(vault, batch, layout, &keys, &tap)? {
        Some(record) => Ok(Some(record)),
        None if uid.is_some() => Ok(None),
        None => {
            let (layout, keys) = (&layout.layout, &keys);
            let trial = Trial { vault, batch, layout, keys, verifier: None, tap: &tap };
            record_of_uid(vault, batch, trial.said_uid()?)
        }
    }
}

/// The record of the batch that the vault has for the card `uid`.
pub(crate) fn record_of_uid(
    vault: &OpenVault,
    batch: &Batch,
    uid: Option<Uid>,
) -> Result<Option<RecordId>, Error> {
    let card = uid.map(|uid| vault.card_by_uid(uid)).transpose()?.flatten();
    Ok(card.filter(|card| card.batch == batch.name).map(|card| card.record))
}

/// One tap, and all that may say whose it is.
pub(super) struct Trial<'t> {
    pub(super) vault: &'t OpenVault,
    pub(super) batch: &'t Batch,
    pub(super) layout: &'t Layout,
    pub(super) keys: &'t BatchKeys<'t>,
    /// Tries sixteen records at a time, if their keys can be computed here.
    pub(super) verifier: Option<&'t Verifier>,
    pub(super) tap: &'t Tap<'t>,
}

/// PICCData before any record is tried.
enum Opened {
    /// In plain, or opened with a key that all cards have.
    By(PiccData),
    /// That key does not open it: no card of the batch made the tap.
    ByNone,
    /// Each card has a key of its own.
    ByEachRecord,
}

/// Records that one core tries at a stretch.
const PIECE: u64 = 1 << 15;

impl Trial<'_> {
    pub(super) fn record(&self) -> Result<Option<RecordId>, Error> {
        let opened = match self.opened()? {
            Opened::By(data) => Some(data),
            Opened::ByNone => return Ok(None),
            Opened::ByEachRecord => None,
        };
        match (self.of_uid(opened)?, self.verifier) {
            (Some(record), _) => Ok(Some(record)),
            (None, _) if !self.are_told_apart(opened) => Ok(None),
            (None, Some(verifier)) => Ok(self.search(verifier)),
            (None, None) => self.among_all(opened),
        }
    }

    /// Whether a key that had to do with the tap is a record's own.
    fn are_told_apart(&self, opened: Option<PiccData>) -> bool {
        let own = |slot| {
            let is_role = matches!(self.layout.content(slot), SlotContent::Role(_));
            is_role && !is_shared(self.batch, self.layout, slot)
        };
        own(self.layout.file_read) || (opened.is_none() && own(self.layout.meta_read))
    }

    /// Many records at a time, on all cores.
    fn search(&self, verifier: &Verifier) -> Option<RecordId> {
        let records = self.batch.records;
        let pieces = records.count().div_ceil(PIECE);
        (0..pieces).into_par_iter().find_map_first(|piece| {
            let first = records.first().plus(piece * PIECE)?;
            let left = records.last().as_u64() - first.as_u64() + 1;
            verifier.search(self.tap, RecordRange::new(first, left.min(PIECE)).ok()?)
        })
    }

    fn opened(&self) -> Result<Opened, Error> {
        let Some(key) = self.common_key()? else { return Ok(Opened::ByEachRecord) };
        Ok(self.tap.open(&key).map_or(Opened::ByNone, Opened::By))
    }

    /// The UID that the tap says to who holds the key that all cards share. Nobody has proved it.
    pub(super) fn said_uid(&self) -> Result<Option<Uid>, Error> {
        Ok(match self.opened()? {
            Opened::By(data) => data.uid,
            Opened::ByNone | Opened::ByEachRecord => None,
        })
    }

    /// The key that opens PICCData on every card; any, if there is nothing to open.
    fn common_key(&self) -> Result<Option<AesKey>, Error> {
        if let Mirror::Plain { .. } = self.tap.mirror() {
            return Ok(Some(AesKey::factory()));
        }
        match self.layout.content(self.layout.meta_read) {
            SlotContent::Role(role) if self.batch.profile.is_shared(role) => {
                let first = self.batch.records.first();
                let generation = self.vault.generation(self.batch, first)?;
                Ok(Some(self.keys.key(first, role, generation)?))
            }
            SlotContent::Factory => Ok(Some(AesKey::factory())),
            SlotContent::Role(_) | SlotContent::Unknown => Ok(None),
        }
    }

    /// The record of the card that the vault knows by its UID, if that made the tap.
    fn of_uid(&self, opened: Option<PiccData>) -> Result<Option<RecordId>, Error> {
        let uid = opened.and_then(|data| data.uid);
        let Some(record) = record_of_uid(self.vault, self.batch, uid)? else { return Ok(None) };
        let generation = self.vault.generation(self.batch, record)?;
        let keys = match tap_keys(self.keys, self.layout, record, generation) {
            // The card of a record that others gave no keys for.
            Err(Error::NoKeys { .. }) => None,
            keys => keys?,
        };
        let made = keys.is_some_and(|keys| self.tap.verify(&keys).is_ok());
        Ok(made.then_some(record))
    }

    /// Record by record, each with its keys from where they are kept.
    fn among_all(&self, opened: Option<PiccData>) -> Result<Option<RecordId>, Error> {
        let [meta, file] =
            [self.layout.meta_read, self.layout.file_read].map(|slot| self.layout.content(slot));
        let Some(data) = opened else {
            return self.try_each([meta, file], |[meta, file]| {
                let both = meta.zip(file);
                let keys = both.map(|(meta_read, file_read)| TapKeys { meta_read, file_read });
                keys.is_some_and(|keys| self.tap.verify(&keys).is_ok())
            });
        };
        self.try_each([file], |[file]| {
            file.is_some_and(|file| self.tap.verify_opened(data, &file).is_ok())
        })
    }

    /// The first record whose keys in these slots `made` says yes to.
    fn try_each<const N: usize>(
        &self,
        slots: [SlotContent; N],
        made: impl Fn([Option<AesKey>; N]) -> bool,
    ) -> Result<Option<RecordId>, Error> {
        // A slot without a record's key asks for one that is then not looked at.
        let roles = slots.map(|slot| match slot {
            SlotContent::Role(role) => role,
            SlotContent::Factory | SlotContent::Unknown => Role::FileRead,
        });
        for keyed in self.vault.keys(self.batch)?.all(roles)? {
            let Keyed { record, mut keys, .. } = keyed?;
            for (key, slot) in keys.iter_mut().zip(slots) {
                match slot {
                    SlotContent::Role(_) => {}
                    SlotContent::Factory => *key = Some(AesKey::factory()),
                    SlotContent::Unknown => *key = None,
                }
            }
            if made(keys) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}
