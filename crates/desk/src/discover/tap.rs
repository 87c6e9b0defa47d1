//! The record, and the keys that made its tap: tried offline, where nothing counts.

use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::layout::SlotContent;
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{Reading, TapKeys};
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_store::{OpenVault, RoleKeys};

use super::address::Address;
use super::{DiscoverError, Request};
use crate::error::Error;
use crate::facts::Facts;
use crate::tap::record_of_uid;

/// What made the tap.
#[derive(Debug)]
pub(super) struct Match {
    /// The record whose keys the card holds.
    pub(super) record: Option<RecordId>,
    /// The record's keys, by role; none if no record is known.
    pub(super) keys: Option<RoleKeys>,
    /// Whether the card signs its taps.
    pub(super) signs: bool,
    /// The UID that the tap says.
    pub(super) tap_uid: Option<Uid>,
    /// What the card spoke when it made the tap.
    pub(super) suite: Option<Suite>,
    /// What the tap's encrypted file data says.
    pub(super) file_data: Option<Vec<u8>>,
    /// What the slot holds that opens PICCData; nothing is proved of it in plain mirrors.
    meta_read: Option<SlotContent>,
    /// What the slot holds that signs.
    file_read: Option<SlotContent>,
}

impl Match {
    /// The slots that the tap has told.
    pub(super) fn known_slots(&self, address: &Address) -> Vec<(KeyNumber, SlotContent)> {
        let meta = self.meta_read.map(|content| (address.meta_read, content));
        let file = self.file_read.map(|content| (address.file_read, content));
        meta.into_iter().chain(file).collect()
    }
}

/// The record whose keys made the tap: the one asked for; those that the address may name; the one
/// that the vault has for the UID; then each of the batch.
pub(super) fn find<E>(
    vault: &OpenVault,
    request: &Request<'_>,
    facts: &Facts,
    address: &Address,
) -> Result<Match, Error<E>> {
    let batch = request.batch;
    let likely = likely(vault, request, facts, address)?;
    let of_batch = vault.keys(batch)?;
    let record_keys = |record| of_batch.record(record, vault.generation(batch, record)?);
    if !address.signs() {
        return Ok(unsigned(request, &likely, record_keys)?);
    }
    let mut rest: Box<dyn Iterator<Item = _>> = Box::new(std::iter::empty());
    if request.record.is_none() {
        rest = vault.records(batch)?;
    }
    let rest = rest.filter(|record| !record.as_ref().is_ok_and(|record| likely.contains(record)));
    let mut tried = 0;
    for record in likely.iter().copied().map(Ok).chain(rest) {
        let record = record?;
        tried += 1;
        let keys = record_keys(record)?;
        if let Some(made) = made_by(address, &keys) {
            let Made { meta_read, file_read, suite, reading } = made;
            let (meta_read, file_read) = (Some(meta_read), Some(file_read));
            let meta_read = meta_read.filter(|_| address.encrypts_picc());
            // The factory's key alone fits every record: then only the address can name it.
            let told = meta_read.into_iter().chain(file_read).any(|c| c != SlotContent::Factory);
            let named = likely.first() == Some(&record);
            let (record, keys) =
                if told || named { (Some(record), Some(keys)) } else { (None, None) };
            let (tap_uid, file_data, suite) = (reading.uid, reading.file_data, Some(suite));
            return Ok(Match {
                record,
                keys,
                signs: true,
                tap_uid,
                suite,
                file_data,
                meta_read,
                file_read,
            });
        }
    }
    let batch = batch.name.to_string();
    Err(DiscoverError::NoRecord { batch, tried }.into())
}

fn likely<E>(
    vault: &OpenVault,
    request: &Request<'_>,
    facts: &Facts,
    address: &Address,
) -> Result<Vec<RecordId>, Error<E>> {
    if let Some(record) = request.record {
        return Ok(vec![record]);
    }
    let named = address.numbers().filter_map(|(_, digits)| digits.parse().ok());
    let mut likely: Vec<RecordId> =
        named.filter(|id| request.batch.records.contains(*id)).collect();
    likely.extend(record_of_uid(vault, request.batch, facts.uid)?);
    Ok(likely)
}

/// A card that signs nothing: only one number in its address, or nobody, says which record it is.
fn unsigned(
    request: &Request<'_>,
    likely: &[RecordId],
    record_keys: impl Fn(RecordId) -> Result<RoleKeys, tapsmith_store::Error>,
) -> Result<Match, tapsmith_store::Error> {
    let record = match likely {
        [record] => Some(*record),
        [first, rest @ ..] if rest.iter().all(|record| record == first) => Some(*first),
        _ => request.record,
    };
    let keys = record.map(record_keys).transpose()?;
    Ok(Match {
        record,
        keys,
        signs: false,
        tap_uid: None,
        suite: None,
        file_data: None,
        meta_read: None,
        file_read: None,
    })
}

/// The two contents that verify a tap, and what it then says.
struct Made {
    meta_read: SlotContent,
    file_read: SlotContent,
    suite: Suite,
    reading: Reading,
}

/// Tries each of the record's keys and the factory's, for each of the two uses, in each mode that the card
/// may be in.
fn made_by(address: &Address, keys: &RoleKeys) -> Option<Made> {
    let of_roles = keys.iter().map(|(role, key)| (SlotContent::Role(role), key.clone()));
    let candidates: Vec<_> = of_roles.chain([(SlotContent::Factory, AesKey::factory())]).collect();
    for suite in address.suites {
        let Ok(template) = Template::parse(&address.template(None, *suite)) else { continue };
        let template = template.in_suite(*suite);
        let Ok(tap) = template.read(&address.url) else { continue };
        for (meta, meta_read) in &candidates {
            for (file, file_read) in &candidates {
                let keys = TapKeys { meta_read: meta_read.clone(), file_read: file_read.clone() };
                if let Ok(reading) = tap.verify(&keys) {
                    let (meta_read, file_read, suite) = (*meta, *file, *suite);
                    return Some(Made { meta_read, file_read, suite, reading });
                }
            }
        }
    }
    None
}
