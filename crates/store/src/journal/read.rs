//! What a card may hold.

use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::BOTH_KEYS;
use crate::column::Col;
use crate::error::{Damage, Error};
use crate::open::OpenVault;
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
        let mut journaled =
            self.connection.prepare_cached("SELECT 1 FROM key_changes WHERE uid = ?1")?;
        Ok(journaled.exists([Col(uid)])?)
    }
}

impl OpenVault {
    /// Every key that a slot of the card `uid` was ever to hold, or held before: the newest change
    /// first, and of each change the new key before the old.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn known_keys(&self, uid: Uid) -> Result<Vec<KnownKey>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT slot, old_version, new_version, sealed FROM key_changes
             WHERE uid = ?1 ORDER BY number DESC",
        )?;
        let mut rows = statement.query([Col(uid)])?;
        let mut known = Vec::new();
        while let Some(row) = rows.next()? {
            let slot_and_versions = [row.get(0)?, row.get(1)?, row.get(2)?];
            known.extend(self.open_change(uid, slot_and_versions, &row.get::<_, Vec<u8>>(3)?)?);
        }
        Ok(known)
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
