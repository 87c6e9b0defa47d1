//! A whole batch, sealed.

use std::io::Write;

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::kcv::KcvMethod;
use tapsmith_core::template::Template;
use tapsmith_store::{AgeRecipient, Event, Keyed, OpenVault};

use super::{BureauError, BureauHead, BureauKey, BureauRow, write};
use crate::batch::BatchError;

/// Seals all keys of `batch` for `recipients`, each with its slot, its version and its check value.
/// That they leave the vault is written down before the first does.
///
/// # Errors
/// [`BureauError`]; the batch's base URL and profile do not fit each other; the vault's own.
pub fn seal_batch<W: Write>(
    out: W,
    vault: &mut OpenVault,
    batch: &Batch,
    recipients: &[AgeRecipient],
    now: Timestamp,
) -> Result<W, BureauError<BatchError>> {
    let records = count(vault, batch).map_err(|error| BureauError::Row(error.into()))?;
    vault.refuse_retired(batch).map_err(|error| BureauError::Row(error.into()))?;
    // A token that says no seals nothing: it is asked first.
    drop(vault.keys(batch).map_err(|error| BureauError::Row(error.into()))?);
    let to: Vec<_> = recipients.iter().map(ToString::to_string).collect();
    let event = Event::KeysSealed { batch: &batch.name, records, to: &to };
    vault.note(&event, now).map_err(|error| BureauError::Row(error.into()))?;
    let head = BureauHead {
        batch: batch.name.clone(),
        batch_id: batch.id,
        profile: batch.profile.name.clone(),
        kcv_method: KcvMethod::default(),
        records,
        made_at: now,
    };
    let rows = rows(vault, batch).map_err(BureauError::Row)?;
    write(out, recipients, &head, rows)
}

/// How many records have keys: not one of others' whose card was reset.
fn count(vault: &OpenVault, batch: &Batch) -> Result<u64, tapsmith_store::Error> {
    vault.records(batch)?.try_fold(0, |count, record| record.map(|_| count + 1))
}

/// Every record, with each key that is known.
fn rows<'v>(
    vault: &'v OpenVault,
    batch: &Batch,
) -> Result<impl Iterator<Item = Result<BureauRow, BatchError>> + 'v, BatchError> {
    let template = Template::for_base(&batch.profile, &batch.base_url)?;
    let profile = batch.profile.clone();
    Ok(vault.keys(batch)?.all(Role::ALL)?.map(move |keyed| {
        let Keyed { record, generation, keys } = keyed?;
        let keys = Role::ALL.into_iter().zip(keys).filter_map(|(role, key)| {
            let version = profile.generation_of(role, generation).key_version();
            Some(BureauKey { slot: profile.slots.of(role), role, version, key: key? })
        });
        let url = template.fill(record).text;
        Ok(BureauRow { record, url, generation, keys: keys.collect() })
    }))
}
