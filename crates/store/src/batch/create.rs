//! A batch goes into the vault with all its keys, or not at all.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, BatchName, KeyScheme};
use tapsmith_core::key::AesKey;
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::Reveal as _;
use zeroize::Zeroizing;

use super::keys::RECORD_KEYS;
use super::{BatchState, Stored};
use crate::error::Error;
use crate::guard::{Change, Reader};
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{BATCHES, Column as _, RECORD_KEYS as KEYS_TABLE, Wanted};
use crate::seal::{Place, SealingKey};

/// How many records go by between two reports of progress.
pub(super) const REPORT_EVERY: u64 = 1000;

impl OpenVault {
    /// Makes the keys of `batch` and stores both, in one transaction. With `hsm`, a PKCS#11 URI, the
    /// master key is in that token, and nothing secret of the batch in the vault. `progress` is told
    /// how many records are done, now and then, and at the end; where it says no, all is undone.
    ///
    /// # Errors
    /// [`Error::BatchExists`], [`Error::Random`], [`Error::Busy`], [`Error::Full`],
    /// [`Error::Interrupted`]. The vault is then as it was.
    pub fn create_batch<R: Random>(
        &mut self,
        batch: &Batch,
        hsm: Option<String>,
        now: Timestamp,
        random: &mut R,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Error> {
        let (mut change, data_key) = self.change()?;
        refuse_taken(&change.reader(), &batch.name)?;
        let records = batch.records.count();
        // Keys that all records share follow from a master key in either scheme.
        let has_master = match batch.keys {
            KeyScheme::Derived => hsm.is_none(),
            KeyScheme::Random => !batch.profile.shared.is_empty(),
            KeyScheme::Imported => false,
        };
        let sealed_master =
            if has_master { Some(new_master(data_key, batch, random)?) } else { None };
        let stored = Stored {
            batch: batch.clone(),
            record_count: records,
            created_at: now,
            state: BatchState::Active,
            hsm,
        };
        let number = change.next_number(&BATCHES)?;
        change.insert(&BATCHES, stored.values(number, sealed_master)?)?;
        if batch.keys == KeyScheme::Random {
            insert_all(&mut change, data_key, (batch, number), random, progress)?;
        }
        let event = Event::BatchMade { batch: &batch.name, keys: batch.keys, records };
        change.note(&event, now)?;
        change.commit()?;
        progress(records);
        Ok(())
    }
}

pub(super) fn refuse_taken(reader: &Reader<'_>, name: &BatchName) -> Result<(), Error> {
    match reader.first(&BATCHES, &Wanted::with("name", name))? {
        Some(_) => Err(Error::BatchExists { name: name.clone() }),
        None => Ok(()),
    }
}

fn new_master<R: Random>(
    data_key: &SealingKey,
    batch: &Batch,
    random: &mut R,
) -> Result<Vec<u8>, Error> {
    let master = AesKey::generate(random).map_err(|_| Error::Random)?;
    data_key.seal(&Place::Master(batch.id), master.reveal(), random)
}

/// Five fresh keys for each record, sealed together.
fn insert_all<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    (batch, number): (&Batch, i64),
    random: &mut R,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<(), Error> {
    for (record, done) in batch.records.iter().zip(1..) {
        let place = (record, Generation::default());
        insert_keys(change, data_key, (batch, number), place, random)?;
        if done % REPORT_EVERY == 0 && !progress(done) {
            return Err(Error::Interrupted);
        }
    }
    Ok(())
}

/// Five fresh keys for one record in one generation, sealed together.
pub(super) fn insert_keys<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    (batch, number): (&Batch, i64),
    (record, generation): (RecordId, Generation),
    random: &mut R,
) -> Result<(), Error> {
    let mut keys = Zeroizing::new([0; RECORD_KEYS]);
    random.fill(keys.as_mut_slice()).map_err(|_| Error::Random)?;
    let place = Place::RecordKeys { batch: batch.id, record, generation };
    let sealed = data_key.seal(&place, keys.as_slice(), random)?;
    let row = [number.to_value(), record.to_value(), generation.to_value(), sealed.to_value()];
    change.insert(&KEYS_TABLE, row.into())
}
