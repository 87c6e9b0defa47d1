//! Batches: made, and listed record by record.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, BatchId, BatchName, KeyScheme, RecordRange};
use tapsmith_core::key::AesKey;
use tapsmith_core::ndef::{Image, TooLong};
use tapsmith_core::order::RecordKeys;
use tapsmith_core::profile::{OrderKeys, Profile};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::{BaseError, Template};
use tapsmith_store::{OpenVault, Vault};
use thiserror::Error;
use uuid::Builder;

/// A batch to be made.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// What people call it.
    pub name: BatchName,
    /// Its records.
    pub records: RecordRange,
    /// Where every record's address starts.
    pub base_url: String,
    /// How its keys are made.
    pub keys: KeyScheme,
    /// What its cards shall be.
    pub profile: Profile,
}

/// Why a batch cannot be made or listed.
#[derive(Debug, Error)]
pub enum BatchError {
    /// The base URL does not serve the profile.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// The longest address does not fit the chip.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// The clock or the random generator is out of order.
    #[error("the operating system gave no random numbers, or a time before 1970")]
    Random,
}

/// Makes a batch: checks that its longest address fits the chip, makes the keys, stores both.
///
/// # Errors
/// An address that is none or does not fit, a name already taken, or the vault's own errors. The
/// vault is then as it was.
pub fn create<R: Random>(
    vault: &mut OpenVault,
    new: NewBatch,
    now: Timestamp,
    random: &mut R,
    progress: &mut dyn FnMut(u64),
) -> Result<Batch, BatchError> {
    let template = Template::for_base(&new.profile, &new.base_url)?;
    Image::for_record(&template, new.records.last())?;
    let NewBatch { name, records, base_url, keys, profile } = new;
    let batch = Batch { id: new_id(now, random)?, name, records, base_url, keys, profile };
    vault.create_batch(&batch, now, random, progress)?;
    Ok(batch)
}

/// A UUID of version 7: time, then random bits.
fn new_id<R: Random>(now: Timestamp, random: &mut R) -> Result<BatchId, BatchError> {
    let mut bits = [0; 10];
    random.fill(&mut bits).map_err(|_| BatchError::Random)?;
    let millis = u64::try_from(now.as_millisecond()).map_err(|_| BatchError::Random)?;
    Ok(BatchId(Builder::from_unix_timestamp_millis(millis, &bits).into_uuid()))
}

/// A record as `batch export` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub record: RecordId,
    /// Its address, each mirror filled with zeros.
    pub url: String,
    /// `publicKey` and `privateKey`, if they were asked for.
    pub keys: Option<(AesKey, AesKey)>,
}

/// The records of `batch` without their keys.
///
/// # Errors
/// The batch's base URL and profile do not fit each other.
pub fn rows(batch: &Batch) -> Result<impl Iterator<Item = Row>, BatchError> {
    let template = Template::for_base(&batch.profile, &batch.base_url)?;
    let url = move |record| template.fill(record).text;
    Ok(batch.records.iter().map(move |record| Row { record, url: url(record), keys: None }))
}

/// The records of `batch` with the two keys each that the printer gets.
///
/// # Errors
/// The batch's base URL and profile do not fit each other; the vault's own errors, record by record.
pub fn rows_with_keys<'v>(
    vault: &'v OpenVault,
    batch: &'v Batch,
) -> Result<impl Iterator<Item = Result<Row, BatchError>> + 'v, BatchError> {
    let keys = record_keys(vault, batch)?;
    Ok(rows(batch)?.zip(keys).map(|(row, keys)| {
        let RecordKeys { public_key, private_key, .. } = keys?;
        Ok(Row { keys: Some((public_key, private_key)), ..row })
    }))
}

/// The two keys of each record that the printer gets, by the roles that the profile names.
///
/// # Errors
/// The vault's own errors, the later ones record by record.
pub fn record_keys<'v>(
    vault: &'v OpenVault,
    batch: &'v Batch,
) -> Result<
    impl Iterator<Item = Result<RecordKeys, tapsmith_store::Error>> + 'v,
    tapsmith_store::Error,
> {
    let keys = vault.keys(batch)?;
    let OrderKeys { public_key, private_key } = batch.profile.order;
    Ok(batch.records.iter().map(move |record| {
        let generation = Vault::generation(vault, batch, record)?;
        let public_key = keys.key(record, public_key, generation)?;
        let private_key = keys.key(record, private_key, generation)?;
        Ok(RecordKeys { record, public_key, private_key })
    }))
}
