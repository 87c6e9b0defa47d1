//! Batches: made, and listed record by record.

use jiff::Timestamp;
use tapsmith_card::classic::tlv;
use tapsmith_core::batch::{Batch, BatchId, BatchName, KeyScheme, RecordRange};
use tapsmith_core::key::AesKey;
use tapsmith_core::ndef::{Image, TooLong};
use tapsmith_core::order::RecordKeys;
use tapsmith_core::profile::{Family, OrderKeys, Profile};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::{BaseError, Template};
use tapsmith_store::hsm::HsmUri;
use tapsmith_store::{Keyed, OpenVault, Vault};
use thiserror::Error;
use uuid::Builder;

use crate::content::message;
use crate::type2::check_fits;

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
    /// The token that shall hold its master key, if not the vault.
    pub hsm: Option<HsmUri>,
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
    /// The longest content does not fit the chip.
    #[error(transparent)]
    ContentTooLong(#[from] tapsmith_card::type2::personalize::TooLong),
    /// The longest content does not fit the sectors.
    #[error(transparent)]
    SectorsTooFew(#[from] tlv::TooLong),
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// The clock or the random generator is out of order.
    #[error("the operating system gave no random numbers, or a time before 1970")]
    Random,
}

/// Makes a batch: checks that its longest address fits the chip, makes the keys, stores both. A master
/// key that was made in a token for a batch that then could not be stored is destroyed again.
/// `progress` is told how many records are done, and says whether to go on.
///
/// # Errors
/// An address that is none or does not fit, a name already taken, or the vault's own errors. The
/// vault is then as it was.
pub fn create<R: Random>(
    vault: &mut OpenVault,
    new: NewBatch,
    now: Timestamp,
    random: &mut R,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Batch, BatchError> {
    check_addresses(&new.profile, &new.base_url, new.records.last())?;
    let NewBatch { name, records, base_url, keys, profile, hsm } = new;
    let batch = Batch { id: new_id(now, random)?, name, records, base_url, keys, profile };
    let Some(uri) = hsm else {
        vault.create_batch(&batch, None, now, random, progress)?;
        return Ok(batch);
    };
    let master = vault.new_master_in_token(&batch.name, batch.id, &uri)?;
    if let Err(error) = vault.create_batch(&batch, Some(uri.to_string()), now, random, progress) {
        master.destroy().map_err(tapsmith_store::Error::from)?;
        return Err(error.into());
    }
    Ok(batch)
}

/// Refuses a base URL that does not serve the profile, and addresses too long for the chip.
pub(crate) fn check_addresses(
    profile: &Profile,
    base_url: &str,
    last: RecordId,
) -> Result<(), BatchError> {
    let template = Template::for_base(profile, base_url)?;
    match profile.chip.family() {
        Family::Ntag424 | Family::Desfire => Image::for_record(&template, last).map(|_| ())?,
        Family::Type2 => check_fits(profile, &template, last)?,
        Family::Classic => {
            let message = message(profile, &template, last);
            tlv::memory(&message.bytes, profile.chip.ndef_room()).map(|_| ())?;
        }
    }
    Ok(())
}

/// A UUID of version 7: time, then random bits.
pub(crate) fn new_id<R: Random>(now: Timestamp, random: &mut R) -> Result<BatchId, BatchError> {
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
/// The batch's base URL and profile do not fit each other; the vault's own, record by record.
pub fn rows<'v>(
    vault: &'v Vault,
    batch: &Batch,
) -> Result<impl Iterator<Item = Result<Row, BatchError>> + 'v, BatchError> {
    let template = Template::for_base(&batch.profile, &batch.base_url)?;
    Ok(vault.records(batch)?.map(move |record| {
        let record = record?;
        Ok(Row { record, url: template.fill(record).text, keys: None })
    }))
}

/// The records of `batch` with the two keys each that the printer gets.
///
/// # Errors
/// The batch's base URL and profile do not fit each other; the vault's own errors, record by record.
pub fn rows_with_keys<'v>(
    vault: &'v OpenVault,
    batch: &Batch,
) -> Result<impl Iterator<Item = Result<Row, BatchError>> + 'v, BatchError> {
    let template = Template::for_base(&batch.profile, &batch.base_url)?;
    Ok(record_keys(vault, batch)?.map(move |keys| {
        let RecordKeys { record, public_key, private_key } = keys?;
        Ok(Row { record, url: template.fill(record).text, keys: Some((public_key, private_key)) })
    }))
}

/// The two keys of each record that the printer gets, by the roles that the profile names.
///
/// # Errors
/// The vault's own errors, the later ones record by record;
/// [`NoKey`](tapsmith_store::Error::NoKey) if others gave no such key.
pub fn record_keys<'v>(
    vault: &'v OpenVault,
    batch: &Batch,
) -> Result<
    impl Iterator<Item = Result<RecordKeys, tapsmith_store::Error>> + 'v,
    tapsmith_store::Error,
> {
    let OrderKeys { public_key: public, private_key: private } = batch.profile.order;
    Ok(vault.keys(batch)?.all([public, private])?.map(move |keyed| {
        let Keyed { record, keys: [public_key, private_key], .. } = keyed?;
        let known =
            |key: Option<AesKey>, role| key.ok_or(tapsmith_store::Error::NoKey { record, role });
        let (public_key, private_key) = (known(public_key, public)?, known(private_key, private)?);
        Ok(RecordKeys { record, public_key, private_key })
    }))
}
