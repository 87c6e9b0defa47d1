//! A batch goes into the vault with all its keys, or not at all.

use jiff::Timestamp;
use rusqlite::Connection;
use tapsmith_core::batch::{Batch, BatchName, KeyScheme};
use tapsmith_core::key::AesKey;
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::Reveal as _;
use zeroize::Zeroizing;

use super::keys::RECORD_KEYS;
use crate::column::Col;
use crate::error::Error;
use crate::file::connect;
use crate::open::OpenVault;
use crate::seal::{Place, SealingKey};

/// How many records go by between two reports of progress.
const REPORT_EVERY: u64 = 1000;

impl OpenVault {
    /// Makes the keys of `batch` and stores both, in one transaction. `progress` is told how many
    /// records are done: now and then, and at the end.
    ///
    /// # Errors
    /// [`Error::BatchExists`], [`Error::Random`], [`Error::Busy`], [`Error::Full`]. The vault is
    /// then as it was.
    pub fn create_batch<R: Random>(
        &mut self,
        batch: &Batch,
        now: Timestamp,
        random: &mut R,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Error> {
        let Self { vault, data_key } = self;
        let transaction = connect::write(&mut vault.connection)?;
        refuse_taken(&transaction, &batch.name)?;
        match batch.keys {
            KeyScheme::Derived => {
                let master = new_master(data_key, batch, random)?;
                insert(&transaction, batch, now, Some(&master))?;
            }
            KeyScheme::Random => {
                let number = insert(&transaction, batch, now, None)?;
                insert_keys(&transaction, data_key, batch, number, random, progress)?;
            }
        }
        transaction.commit()?;
        progress(batch.records.count());
        Ok(())
    }
}

fn refuse_taken(connection: &Connection, name: &BatchName) -> Result<(), Error> {
    let mut named = connection.prepare_cached("SELECT 1 FROM batches WHERE name = ?1")?;
    if named.exists([name.as_str()])? {
        return Err(Error::BatchExists { name: name.clone() });
    }
    Ok(())
}

fn new_master<R: Random>(
    data_key: &SealingKey,
    batch: &Batch,
    random: &mut R,
) -> Result<Vec<u8>, Error> {
    let master = AesKey::generate(random).map_err(|_| Error::Random)?;
    data_key.seal(&Place::Master(batch.id), master.reveal(), random)
}

/// The row of `batch`; returns its number.
fn insert(
    connection: &Connection,
    batch: &Batch,
    now: Timestamp,
    master: Option<&[u8]>,
) -> Result<i64, Error> {
    let profile = serde_json::to_string(&batch.profile).map_err(Error::Json)?;
    connection.execute(
        "INSERT INTO batches
             (id, name, first_record, last_record, base_url, keys, profile, created_at,
              sealed_master)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            Col(batch.id),
            batch.name.as_str(),
            Col(batch.records.first()),
            Col(batch.records.last()),
            &batch.base_url,
            batch.keys.to_string(),
            profile,
            Col(now),
            master,
        ),
    )?;
    Ok(connection.last_insert_rowid())
}

/// Five fresh keys for each record, sealed together.
fn insert_keys<R: Random>(
    connection: &Connection,
    data_key: &SealingKey,
    batch: &Batch,
    number: i64,
    random: &mut R,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    for (record, done) in batch.records.iter().zip(1..) {
        insert_record_keys(
            connection,
            data_key,
            batch,
            number,
            (record, Generation::default()),
            random,
        )?;
        if done % REPORT_EVERY == 0 {
            progress(done);
        }
    }
    Ok(())
}

/// Five fresh keys for one record in one generation, sealed together.
pub(super) fn insert_record_keys<R: Random>(
    connection: &Connection,
    data_key: &SealingKey,
    batch: &Batch,
    number: i64,
    (record, generation): (RecordId, Generation),
    random: &mut R,
) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO record_keys (batch, record, generation, sealed) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut keys = Zeroizing::new([0; RECORD_KEYS]);
    random.fill(keys.as_mut_slice()).map_err(|_| Error::Random)?;
    let place = Place::RecordKeys { batch: batch.id, record, generation };
    let sealed = data_key.seal(&place, keys.as_slice(), random)?;
    insert.execute((number, Col(record), Col(generation), sealed))?;
    Ok(())
}
