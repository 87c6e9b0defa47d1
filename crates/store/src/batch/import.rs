//! Keys of others, so that their cards can be verified here.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::Reveal as _;
use zeroize::Zeroizing;

use super::create::{REPORT_EVERY, refuse_taken};
use super::keys::{RECORD_KEYS, RoleKeys};
use super::{BatchState, Stored};
use crate::error::Error;
use crate::guard::Change;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{BATCHES, Column as _, RECORD_KEYS as KEYS_TABLE};
use crate::seal::{Place, SealingKey};

/// A byte that says which roles have a key, then 16 bytes for each.
pub(super) const IMPORTED: usize = 1 + RECORD_KEYS;

/// A record's keys, as others gave them.
#[derive(Debug)]
pub struct ImportedKeys {
    /// The record.
    pub record: RecordId,
    /// The key of each role, by its byte; none if it was not given.
    pub keys: [Option<AesKey>; 5],
}

impl OpenVault {
    /// Stores `batch` with the keys of `records`, each of which is in its range and comes once: in one
    /// transaction. `progress` is as in [`OpenVault::create_batch`].
    ///
    /// # Errors
    /// The first error of `records`; [`Error::BatchExists`], [`Error::Random`], [`Error::Busy`],
    /// [`Error::Full`], [`Error::Interrupted`]. The vault is then as it was.
    pub fn import_batch<R: Random, E: From<Error>>(
        &mut self,
        batch: &Batch,
        records: impl Iterator<Item = Result<ImportedKeys, E>>,
        now: Timestamp,
        random: &mut R,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<u64, E> {
        let (mut change, data_key) = self.change()?;
        refuse_taken(&change.reader(), &batch.name)?;
        let number = change.next_number(&BATCHES)?;
        // The batch's row comes first, for the others point to it; its count is known at the end.
        let stored = |record_count| Stored {
            batch: batch.clone(),
            record_count,
            created_at: now,
            state: BatchState::Active,
            hsm: None,
        };
        change.insert(&BATCHES, stored(0).values(number, None)?)?;
        let mut count = 0;
        for imported in records {
            insert(&mut change, data_key, (batch, number), &imported?, random)?;
            count += 1;
            if count % REPORT_EVERY == 0 && !progress(count) {
                return Err(Error::Interrupted.into());
            }
        }
        change.put(&BATCHES, stored(count).values(number, None)?)?;
        let event = Event::BatchImported { batch: &batch.name, records: count };
        change.note(&event, now)?;
        change.commit()?;
        Ok(count)
    }
}

fn insert<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    (batch, number): (&Batch, i64),
    imported: &ImportedKeys,
    random: &mut R,
) -> Result<(), Error> {
    let ImportedKeys { record, keys } = imported;
    super::check_record(batch, *record)?;
    let mut plain = Zeroizing::new([0; IMPORTED]);
    let (mask, bytes) = plain.split_at_mut(1);
    let (chunks, _) = bytes.as_chunks_mut::<16>();
    for ((key, role), chunk) in keys.iter().zip(Role::ALL).zip(chunks) {
        if let Some(key) = key {
            for mask in &mut *mask {
                *mask |= 1 << role.as_u8();
            }
            *chunk = *key.reveal();
        }
    }
    let generation = Generation::default();
    let place = Place::ImportedKeys { batch: batch.id, record: *record, generation };
    let sealed = data_key.seal(&place, plain.as_slice(), random)?;
    let row = [number.to_value(), record.to_value(), generation.to_value(), sealed.to_value()];
    change.insert(&KEYS_TABLE, row.into())
}

/// The keys as they were given.
pub(super) fn open(data_key: &SealingKey, place: &Place<'_>, sealed: &[u8]) -> Option<RoleKeys> {
    let mut plain = Zeroizing::new([0; IMPORTED]);
    data_key.open(place, sealed, plain.as_mut_slice()).ok()?;
    let (mask, bytes) = plain.split_first()?;
    let (chunks, _) = bytes.as_chunks::<16>();
    let chunks: &[_; 5] = chunks.try_into().ok()?;
    let given = |role: Role| *mask & (1 << role.as_u8()) != 0;
    let key =
        |role: Role, bytes: &[u8; 16]| given(role).then(|| AesKey::init_with(|key| *key = *bytes));
    let [zero, one, two, three, four] = chunks;
    let [app_master, meta_read, file_read, spare_3, spare_4] = Role::ALL;
    Some(RoleKeys([
        key(app_master, zero),
        key(meta_read, one),
        key(file_read, two),
        key(spare_3, three),
        key(spare_4, four),
    ]))
}
