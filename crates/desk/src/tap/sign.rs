//! URLs as the chips of a batch would show them.

use std::convert::Infallible;

use tapsmith_core::aes::cmac;
use tapsmith_core::batch::Batch;
use tapsmith_core::bytes::join;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::AesKey;
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{self, Chip, KeyOf, PiccRandom, TapKeys};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::uid::Uid;
use tapsmith_store::{BatchKeys, OpenVault};
use thiserror::Error as ThisError;

use super::by_vault::tap_keys;
use super::keyed::slots;
use crate::error::Error;
use crate::record::BatchLayout;

/// Makes taps of a batch's records.
#[derive(Debug)]
pub struct Signer<'v> {
    vault: &'v OpenVault,
    batch: &'v Batch,
    layout: BatchLayout,
    keys: BatchKeys<'v>,
    /// Whose keys they are, if they can be computed here: then the vault is asked no more.
    slots: Option<[KeyOf; 2]>,
}

/// Why a tap cannot be made.
#[derive(Debug, ThisError)]
pub enum SignError {
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// The batch's layout.
    #[error(transparent)]
    Layout(#[from] Box<Error<Infallible>>),
    /// The layout says that nobody here knows the key.
    #[error("nobody here knows the key that these cards sign with")]
    UnknownKey,
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
        let layout = BatchLayout::expected::<Infallible>(vault, batch).map_err(Box::new)?;
        if !layout.template.is_sun() {
            let (profile, batch) = (batch.profile.name.clone(), batch.name.to_string());
            return Err(SignError::NotSigned { profile, batch });
        }
        let keys = vault.keys(batch)?;
        let slots = slots(batch, &layout.layout, &keys)?;
        Ok(Self { vault, batch, layout, keys, slots })
    }

    /// A tap of `record`. Without a UID, one is made up: the same record has the same one always. `tag_tamper`
    /// is the state of the chip's tamper loop, for addresses that show it.
    ///
    /// # Errors
    /// The vault's own; a record that the batch does not have.
    pub fn sign(
        &self,
        record: RecordId,
        uid: Option<Uid>,
        counter: ReadCounter,
        tag_tamper: TagTamper,
    ) -> Result<String, SignError> {
        let keys = self.keys(record)?;
        let uid = uid.unwrap_or_else(|| self.made_up_uid(record));
        // A chip draws this anew at every tap; here the same call makes the same URL.
        let padding = cmac(&AesKey::factory(), &[&uid.0, &counter.to_lsb()]);
        let start = join(&[&cmac(&AesKey::factory(), &[&padding])]);
        let chip = Chip { uid, counter, random: PiccRandom { padding, start }, tag_tamper };
        Ok(sun::sign(&self.layout.template, record, &keys, chip))
    }

    fn keys(&self, record: RecordId) -> Result<TapKeys, SignError> {
        if let Some([meta_read, file_read]) = &self.slots
            && self.batch.records.contains(record)
        {
            let (meta_read, file_read) = (meta_read.of(record), file_read.of(record));
            return Ok(TapKeys { meta_read, file_read });
        }
        let generation = self.vault.generation(self.batch, record)?;
        let keys = tap_keys(&self.keys, &self.layout.layout, record, generation)?;
        keys.ok_or(SignError::UnknownKey)
    }

    /// `04` and six bytes of a CMAC of batch and record, under a key of zeros: nothing secret.
    fn made_up_uid(&self, record: RecordId) -> Uid {
        let id = record.as_u64().to_be_bytes();
        let digest = cmac(&AesKey::factory(), &[self.batch.id.0.as_bytes(), &id]);
        Uid(join(&[&[0x04], &digest]))
    }
}
