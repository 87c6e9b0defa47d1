//! Changes, written down.

use jiff::Timestamp;
use tapsmith_core::random::Random;
use tapsmith_core::secret::Reveal as _;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::{BOTH_KEYS, FileChange, KeyChange};
use crate::error::Error;
use crate::guard::Change;
use crate::open::OpenVault;
use crate::rows::{Column, FILE_CHANGES, KEY_CHANGES};
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
        let (mut change, data_key) = self.change()?;
        for key in keys {
            insert_key(&mut change, data_key, uid, key, now, random)?;
        }
        for FileChange { file, old, new } in files {
            let number = change.next_number(&FILE_CHANGES)?;
            let head = [number.to_value(), uid.to_value(), file.to_value()];
            let rest = [old.to_value(), new.to_value(), now.to_value()];
            change.insert(&FILE_CHANGES, head.into_iter().chain(rest).collect())?;
        }
        change.commit()
    }
}

fn insert_key<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    uid: Uid,
    KeyChange { slot, old, new }: &KeyChange,
    now: Timestamp,
    random: &mut R,
) -> Result<(), Error> {
    let mut both = Zeroizing::new(Vec::with_capacity(BOTH_KEYS));
    both.extend_from_slice(old.key.reveal());
    both.extend_from_slice(new.key.reveal());
    let slot_and_versions = [slot.as_u8(), old.version.0, new.version.0];
    let sealed = data_key.seal(&Place::KeyChange { uid, slot_and_versions }, &both, random)?;
    let number = change.next_number(&KEY_CHANGES)?;
    let head = [number.to_value(), uid.to_value()];
    let slot_and_versions = slot_and_versions.iter().map(Column::to_value);
    let rest = [sealed.to_value(), now.to_value()];
    change.insert(&KEY_CHANGES, head.into_iter().chain(slot_and_versions).chain(rest).collect())
}
