//! A batch's keys: computed from its master key, or unsealed one record at a time.

use std::fmt;

use rusqlite::OptionalExtension as _;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::derive::ts1::{self, Owner, Role};
use tapsmith_core::key::{AesKey, MasterKey};
use tapsmith_core::record::{Generation, RecordId};
use zeroize::Zeroizing;

use super::{check_record, number};
use crate::column::Col;
use crate::error::{Damage, Error};
use crate::open::OpenVault;
use crate::seal::Place;

/// Bytes of a record's five keys, by role byte.
pub(super) const RECORD_KEYS: usize = 5 * 16;

/// The keys of one batch.
pub struct BatchKeys<'v> {
    batch: Batch,
    source: Source<'v>,
}

enum Source<'v> {
    Derived(MasterKey),
    Random { vault: &'v OpenVault, number: i64 },
}

impl OpenVault {
    /// Access to the keys of `batch`. Costs one row: take it anew rather than keep it across writes.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn keys(&self, batch: &Batch) -> Result<BatchKeys<'_>, Error> {
        let number = number(&self.connection, batch)?;
        let source = match batch.keys {
            KeyScheme::Derived => Source::Derived(self.master(batch, number)?),
            KeyScheme::Random => Source::Random { vault: self, number },
        };
        Ok(BatchKeys { batch: batch.clone(), source })
    }

    fn master(&self, batch: &Batch, number: i64) -> Result<MasterKey, Error> {
        let sealed: Option<Vec<u8>> = self.connection.query_row(
            "SELECT sealed_master FROM batches WHERE number = ?1",
            [number],
            |row| row.get(0),
        )?;
        let sealed = sealed.ok_or(Damage::MasterKey)?;
        let mut outcome = Ok(());
        let key = AesKey::init_with(|key| {
            outcome = self.data_key.open(&Place::Master(batch.id), &sealed, key);
        });
        outcome.map_err(|_| Damage::MasterKey)?;
        Ok(MasterKey::new(key))
    }
}

impl BatchKeys<'_> {
    /// The key of `record` for `role`.
    ///
    /// # Errors
    /// [`Error::NotInBatch`]; [`Error::NoKeys`] if keys are random and this generation was never
    /// made; [`Error::Damaged`], [`Error::Busy`].
    pub fn key(
        &self,
        record: RecordId,
        role: Role,
        generation: Generation,
    ) -> Result<AesKey, Error> {
        let [app_master, meta_read, file_read, spare_3, spare_4] = match &self.source {
            Source::Derived(master) => {
                check_record(&self.batch, record)?;
                return Ok(self.derive(master, record, role, generation));
            }
            Source::Random { .. } => self.record(record, generation)?,
        };
        Ok(match role {
            Role::AppMaster => app_master,
            Role::MetaRead => meta_read,
            Role::FileRead => file_read,
            Role::Spare3 => spare_3,
            Role::Spare4 => spare_4,
        })
    }

    /// All five keys of `record`, in the order of [`Role::ALL`], for the work of one if they are
    /// random.
    ///
    /// # Errors
    /// As [`BatchKeys::key`].
    pub fn record(&self, record: RecordId, generation: Generation) -> Result<[AesKey; 5], Error> {
        check_record(&self.batch, record)?;
        match &self.source {
            Source::Derived(master) => {
                Ok(Role::ALL.map(|role| self.derive(master, record, role, generation)))
            }
            Source::Random { vault, number } => {
                let sealed = vault.sealed_keys(*number, record, generation)?;
                let place = Place::RecordKeys { batch: self.batch.id, record, generation };
                vault.open_keys(&place, &sealed).ok_or(Damage::RecordKeys { record }.into())
            }
        }
    }

    fn derive(
        &self,
        master: &MasterKey,
        record: RecordId,
        role: Role,
        generation: Generation,
    ) -> AesKey {
        ts1::derive(master, self.batch.id, role, generation, Owner::Record(record))
    }
}

impl OpenVault {
    fn sealed_keys(
        &self,
        number: i64,
        record: RecordId,
        generation: Generation,
    ) -> Result<Vec<u8>, Error> {
        let mut sealed = self.connection.prepare_cached(
            "SELECT sealed FROM record_keys WHERE batch = ?1 AND record = ?2 AND generation = ?3",
        )?;
        sealed
            .query_row((number, Col(record), Col(generation)), |row| row.get(0))
            .optional()?
            .ok_or(Error::NoKeys { record, generation })
    }

    fn open_keys(&self, place: &Place<'_>, sealed: &[u8]) -> Option<[AesKey; 5]> {
        let mut bytes = Zeroizing::new([0; RECORD_KEYS]);
        self.data_key.open(place, sealed, bytes.as_mut_slice()).ok()?;
        let (keys, _) = bytes.as_chunks();
        let keys: &[_; 5] = keys.try_into().ok()?;
        Some(keys.each_ref().map(|bytes| AesKey::init_with(|key| *key = *bytes)))
    }
}

impl fmt::Debug for BatchKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchKeys").field("batch", &self.batch.name).finish_non_exhaustive()
    }
}
