//! What a card may hold.

use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::{BOTH_KEYS, FileChange};
use crate::error::{Damage, Error};
use crate::open::OpenVault;
use crate::rows::{FILE_CHANGES, KEY_CHANGES, Row, Wanted};
use crate::seal::Place;
use crate::vault::Vault;

/// A key that a slot of a card may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// The slot.
    pub slot: KeyNumber,
    /// The key.
    pub held: SlotKey,
}

impl Vault {
    /// Whether a change of the card `uid` was ever written down.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn has_journal(&self, uid: Uid) -> Result<bool, Error> {
        Ok(self.reader().first(&KEY_CHANGES, &Wanted::with("uid", &uid))?.is_some())
    }
}

impl Vault {
    /// Every change of settings that was written down for the card `uid`, the newest first. Whether each
    /// was done the journal does not say.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn file_changes(&self, uid: Uid) -> Result<Vec<FileChange>, Error> {
        let wanted = Wanted::with("uid", &uid).backwards();
        self.reader().all(&FILE_CHANGES, &wanted, |row| {
            Ok(FileChange { file: row.get("file")?, old: row.get("old")?, new: row.get("new")? })
        })
    }
}

impl OpenVault {
    /// Every key that a slot of the card `uid` was ever to hold, or held before: the newest change
    /// first, and of each change the new key before the old.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn known_keys(&self, uid: Uid) -> Result<Vec<KnownKey>, Error> {
        let wanted = Wanted::with("uid", &uid).backwards();
        let changes = self.reader().all(&KEY_CHANGES, &wanted, |row| self.open_row(uid, row))?;
        Ok(changes.into_iter().flatten().collect())
    }

    /// The two keys of a journaled change.
    pub(crate) fn open_row(&self, uid: Uid, row: &Row<'_>) -> Result<[KnownKey; 2], Error> {
        let slot_and_versions =
            [row.get("slot")?, row.get("old_version")?, row.get("new_version")?];
        self.open_change(uid, slot_and_versions, &row.get::<Vec<u8>>("sealed")?)
    }

    fn open_change(
        &self,
        uid: Uid,
        slot_and_versions: [u8; 3],
        sealed: &[u8],
    ) -> Result<[KnownKey; 2], Error> {
        let damage = || Error::from(Damage::KeyChange { uid });
        let mut both = Zeroizing::new([0; BOTH_KEYS]);
        let place = Place::KeyChange { uid, slot_and_versions };
        self.data_key.open(&place, sealed, both.as_mut_slice()).map_err(|_| damage())?;
        let [slot, old, new] = slot_and_versions;
        let slot = KeyNumber::try_from(slot).map_err(|_| damage())?;
        let (first, second) = both.split_at(BOTH_KEYS / 2);
        let known = |version, bytes: &[u8]| KnownKey {
            slot,
            held: SlotKey {
                key: AesKey::init_with(|key| key.copy_from_slice(bytes)),
                version: KeyVersion(version),
            },
        };
        Ok([known(new, second), known(old, first)])
    }
}
