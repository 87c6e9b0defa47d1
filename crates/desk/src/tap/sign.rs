//! URLs as the chips of a batch would show them.

use tapsmith_core::aes::cmac;
use tapsmith_core::batch::Batch;
use tapsmith_core::bytes::join;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{self, Chip, TapKeys};
use tapsmith_core::template::{BaseError, Template};
use tapsmith_core::uid::Uid;
use tapsmith_store::{BatchKeys, OpenVault};
use thiserror::Error;

/// Makes taps of a batch's records.
#[derive(Debug)]
pub struct Signer<'v> {
    vault: &'v OpenVault,
    batch: &'v Batch,
    template: Template,
    keys: BatchKeys<'v>,
}

/// Why a tap cannot be made.
#[derive(Debug, Error)]
pub enum SignError {
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// The batch's base URL and profile.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// The profile has no MAC.
    #[error("profile {profile} of batch {batch} does not sign taps")]
    NotSigned {
        /// The profile.
        profile: String,
        /// The batch.
        batch: String,
    },
}

impl<'v> Signer<'v> {
    /// A signer for `batch`.
    ///
    /// # Errors
    /// The vault's own, or a batch whose cards do not sign.
    pub fn new(vault: &'v OpenVault, batch: &'v Batch) -> Result<Self, SignError> {
        let template = Template::for_base(&batch.profile, &batch.base_url)?;
        if !template.is_sun() {
            let (profile, batch) = (batch.profile.name.clone(), batch.name.to_string());
            return Err(SignError::NotSigned { profile, batch });
        }
        Ok(Self { vault, batch, template, keys: vault.keys(batch)? })
    }

    /// A tap of `record`. Without a UID, one is made up: the same record has the same one always.
    ///
    /// # Errors
    /// The vault's own; a record that the batch does not have.
    pub fn sign(
        &self,
        record: RecordId,
        uid: Option<Uid>,
        counter: ReadCounter,
    ) -> Result<String, SignError> {
        let generation = self.vault.generation(self.batch, record)?;
        let key = |role| self.keys.key(record, role, generation);
        let keys = TapKeys { meta_read: key(Role::MetaRead)?, file_read: key(Role::FileRead)? };
        let uid = uid.unwrap_or_else(|| self.made_up_uid(record));
        // A chip draws this anew at every tap; here the same call makes the same URL.
        let padding = cmac(&AesKey::factory(), &[&uid.0, &counter.to_lsb()]);
        Ok(sun::sign(&self.template, record, &keys, Chip { uid, counter, padding }))
    }

    /// `04` and six bytes of a CMAC of batch and record, under a key of zeros: nothing secret.
    fn made_up_uid(&self, record: RecordId) -> Uid {
        let id = record.as_u64().to_be_bytes();
        let digest = cmac(&AesKey::factory(), &[self.batch.id.0.as_bytes(), &id]);
        Uid(join(&[&[0x04], &digest]))
    }
}
