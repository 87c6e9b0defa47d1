//! Changes, written down.

use jiff::Timestamp;
use rusqlite::Connection;
use tapsmith_core::random::Random;
use tapsmith_core::secret::Reveal as _;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::{BOTH_KEYS, FileChange, KeyChange};
use crate::column::Col;
use crate::error::Error;
use crate::file::connect;
use crate::open::OpenVault;
use crate::seal::{Place, SealingKey};

impl OpenVault {
    /// Writes down what is about to change on the card `uid`, on disk before it returns.
    ///
    /// # Errors
    /// [`Error::Random`], [`Error::Busy`], [`Error::Full`]. Nothing was written then, and nothing
    /// may be changed.
    pub fn journal<R: Random>(
        &mut self,
        uid: Uid,
        keys: &[KeyChange],
        files: &[FileChange],
        now: Timestamp,
        random: &mut R,
    ) -> Result<(), Error> {
        let Self { vault, data_key } = self;
        let transaction = connect::write(&mut vault.connection)?;
        for change in keys {
            insert_key(&transaction, data_key, uid, change, now, random)?;
        }
        for change in files {
            transaction.execute(
                "INSERT INTO file_changes (uid, file, old, new, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                (Col(uid), change.file, &change.old, &change.new, Col(now)),
            )?;
        }
        Ok(transaction.commit()?)
    }
}

fn insert_key<R: Random>(
    connection: &Connection,
    data_key: &SealingKey,
    uid: Uid,
    change: &KeyChange,
    now: Timestamp,
    random: &mut R,
) -> Result<(), Error> {
    let KeyChange { slot, old, new } = change;
    let mut both = Zeroizing::new(Vec::with_capacity(BOTH_KEYS));
    both.extend_from_slice(old.key.reveal());
    both.extend_from_slice(new.key.reveal());
    let slot_and_versions = [slot.as_u8(), old.version.0, new.version.0];
    let sealed = data_key.seal(&Place::KeyChange { uid, slot_and_versions }, &both, random)?;
    connection.execute(
        "INSERT INTO key_changes (uid, slot, old_version, new_version, sealed, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (Col(uid), slot.as_u8(), old.version.0, new.version.0, sealed, Col(now)),
    )?;
    Ok(())
}
