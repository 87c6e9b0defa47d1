//! A batch's keys: computed from its master key, here or in a token, or unsealed one record at a
//! time.

use std::fmt;
use std::sync::Arc;

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::derive::ts1::{Role, mac_input};
use tapsmith_core::derive::{Deriver, RecordKeys};
use tapsmith_core::key::{AesKey, MasterKey};
use tapsmith_core::record::{Generation, RecordId};
use zeroize::Zeroizing;

use super::generation::{of_record, raised};
use super::read::row;
use super::{check_record, import};
use crate::error::{Damage, Error};
use crate::hsm::HsmKey;
use crate::open::OpenVault;
use crate::rows::RECORD_KEYS as KEYS_TABLE;
use crate::seal::{Place, SealingKey};

/// Bytes of a record's five keys, by role byte.
pub(super) const RECORD_KEYS: usize = 5 * 16;

/// A record's keys, by role. Those of others may lack some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleKeys(pub(super) [Option<AesKey>; 5]);

impl RoleKeys {
    /// The key for `role`.
    pub fn get(&self, role: Role) -> Option<&AesKey> {
        role.of(&self.0).as_ref()
    }

    /// Each role that has a key, with the key.
    pub fn iter(&self) -> impl Iterator<Item = (Role, &AesKey)> + Clone {
        Role::ALL.into_iter().filter_map(|role| Some((role, self.get(role)?)))
    }
}

/// The keys of one batch.
pub struct BatchKeys<'v> {
    pub(super) vault: &'v OpenVault,
    pub(super) batch: Box<Batch>,
    pub(crate) number: i64,
    pub(super) source: Source,
}

/// Where they come from.
pub(super) enum Source {
    /// The master key, here.
    Derived(Arc<Deriver>),
    /// The master key, in a token.
    Token(HsmKey),
    /// A row for each record, and a master key for those that all records share, if there are any.
    Kept(Option<Arc<Deriver>>),
}

impl OpenVault {
    /// Access to the keys of `batch`. Costs one row: take it anew rather than keep it across writes.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn keys(&self, batch: &Batch) -> Result<BatchKeys<'_>, Error> {
        let row = row(&self.reader(), batch)?;
        let source = match batch.keys {
            KeyScheme::Derived => {
                if let Some(uri) = row.get::<Option<String>>("hsm")? {
                    Source::Token(self.master_in_token(batch.id, &uri)?)
                } else {
                    Source::Derived(self.deriver(batch, row.get("sealed_master")?)?)
                }
            }
            KeyScheme::Random if !batch.profile.shared.is_empty() => {
                Source::Kept(Some(self.deriver(batch, row.get("sealed_master")?)?))
            }
            KeyScheme::Random | KeyScheme::Imported => Source::Kept(None),
        };
        Ok(BatchKeys {
            vault: self,
            batch: Box::new(batch.clone()),
            number: row.get("number")?,
            source,
        })
    }

    fn deriver(
        &self,
        batch: &Batch,
        sealed_master: Option<Vec<u8>>,
    ) -> Result<Arc<Deriver>, Error> {
        let master = self.master(batch, &sealed_master.ok_or(Damage::MasterKey)?)?;
        Ok(Arc::new(Deriver::new(&master, batch.id)))
    }

    fn master(&self, batch: &Batch, sealed: &[u8]) -> Result<MasterKey, Error> {
        let mut outcome = Ok(());
        let key = AesKey::init_with(|key| {
            outcome = self.data_key.open(&Place::Master(batch.id), sealed, key);
        });
        outcome.map_err(|_| Damage::MasterKey)?;
        Ok(MasterKey::new(key))
    }
}

impl BatchKeys<'_> {
    /// The key of `record` for `role`. One that the batch's records share is the same for each of them, and
    /// in every generation.
    ///
    /// # Errors
    /// [`Error::NotInBatch`]; [`Error::NoKeys`] if keys are kept and there are none of this
    /// generation; [`Error::NoKey`] if others gave none for this role; [`Error::Damaged`],
    /// [`Error::Busy`].
    pub fn key(
        &self,
        record: RecordId,
        role: Role,
        generation: Generation,
    ) -> Result<AesKey, Error> {
        check_record(&self.batch, record)?;
        match &self.source {
            Source::Derived(deriver) => Ok(self.derived_key(deriver, role, generation, record)),
            Source::Token(master) => {
                let profile = &self.batch.profile;
                let generation = profile.generation_of(role, generation);
                let owner = profile.owner(role, record);
                Ok(master.cmac(&mac_input(self.batch.id, role, generation, owner))?)
            }
            Source::Kept(_) => {
                let keys = self.record(record, generation)?;
                keys.get(role).cloned().ok_or(Error::NoKey { record, role })
            }
        }
    }

    /// All keys of `record`, for the work of one if they are kept.
    ///
    /// # Errors
    /// As [`BatchKeys::key`], without [`Error::NoKey`].
    pub fn record(&self, record: RecordId, generation: Generation) -> Result<RoleKeys, Error> {
        check_record(&self.batch, record)?;
        match &self.source {
            Source::Derived(_) | Source::Token(_) => {
                let mut keys = [const { None }; 5];
                for (key, role) in keys.iter_mut().zip(Role::ALL) {
                    *key = Some(self.key(record, role, generation)?);
                }
                Ok(RoleKeys(keys))
            }
            Source::Kept(_) => {
                let sealed = self.vault.sealed_keys(self.number, record, generation)?;
                self.open(record, generation, &sealed)
            }
        }
    }

    /// The keys of all records, to be computed without the vault: each in the generation that it is in now. None
    /// if they are not derived, or the master key is in a token.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn record_keys(&self) -> Result<Option<RecordKeys>, Error> {
        let Source::Derived(deriver) = &self.source else { return Ok(None) };
        let raised = raised(&self.vault.reader(), self.number)?;
        Ok(Some(RecordKeys::new(deriver.clone(), raised)))
    }

    /// Opens what is sealed in a row.
    pub(crate) fn open(
        &self,
        record: RecordId,
        generation: Generation,
        sealed: &[u8],
    ) -> Result<RoleKeys, Error> {
        let (batch, data_key) = (self.batch.id, &self.vault.data_key);
        let mut opened = match self.batch.keys {
            KeyScheme::Imported => {
                let place = Place::ImportedKeys { batch, record, generation };
                import::open(data_key, &place, sealed)
            }
            KeyScheme::Random | KeyScheme::Derived => {
                open_five(data_key, &Place::RecordKeys { batch, record, generation }, sealed)
            }
        };
        if let (Source::Kept(Some(deriver)), Some(keys)) = (&self.source, &mut opened) {
            for role in &self.batch.profile.shared {
                let shared = self.derived_key(deriver, *role, generation, record);
                *role.of_mut(&mut keys.0) = Some(shared);
            }
        }
        opened.ok_or(Damage::RecordKeys { record }.into())
    }

    fn derived_key(
        &self,
        deriver: &Deriver,
        role: Role,
        generation: Generation,
        record: RecordId,
    ) -> AesKey {
        let profile = &self.batch.profile;
        deriver.key(role, profile.generation_of(role, generation), profile.owner(role, record))
    }
}

impl OpenVault {
    fn sealed_keys(
        &self,
        number: i64,
        record: RecordId,
        generation: Generation,
    ) -> Result<Vec<u8>, Error> {
        let wanted = of_record(number, record).and("generation", &generation);
        let row = self.reader().first(&KEYS_TABLE, &wanted)?;
        row.ok_or(Error::NoKeys { record, generation })?.get("sealed")
    }
}

fn open_five(data_key: &SealingKey, place: &Place<'_>, sealed: &[u8]) -> Option<RoleKeys> {
    let mut bytes = Zeroizing::new([0; RECORD_KEYS]);
    data_key.open(place, sealed, bytes.as_mut_slice()).ok()?;
    let (keys, _) = bytes.as_chunks();
    let keys: &[_; 5] = keys.try_into().ok()?;
    Some(RoleKeys(keys.each_ref().map(|bytes| Some(AesKey::init_with(|key| *key = *bytes)))))
}

impl fmt::Debug for BatchKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchKeys").field("batch", &self.batch.name).finish_non_exhaustive()
    }
}
