//! A list of keys becomes a batch.

use std::io::{self, Read};

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, BatchName, KeyScheme, RecordRange};
use tapsmith_core::profile::Profile;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;
use tapsmith_store::{ImportedKeys, OpenVault};
use thiserror::Error;

use super::{ImportError, ImportedRow, base_url, read};
use crate::batch::{BatchError, check_addresses, new_id};

/// A batch of others.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// What people call it.
    pub name: BatchName,
    /// Where every record's address starts; none to work it out from the list's addresses.
    pub base_url: Option<String>,
    /// What its cards are.
    pub profile: Profile,
}

/// What came in.
#[derive(Debug, Clone)]
pub struct TakenIn {
    /// The batch.
    pub batch: Batch,
    /// Columns that mean nothing here.
    pub ignored: Vec<String>,
}

/// Why a list does not become a batch.
#[derive(Debug, Error)]
pub enum IntoVaultError {
    /// The list.
    #[error(transparent)]
    List(#[from] ImportError),
    /// The batch.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A profile whose cards share keys: a list says each record's, and nothing of what they share.
    #[error(
        "profile {profile}: shared keys cannot be imported: each record of a list brings its own"
    )]
    Shared {
        /// The profile's name.
        profile: String,
    },
    /// No base URL, and no address to work it out from.
    #[error("no base URL: the list has no addresses that fit the profile {profile}")]
    NoBase {
        /// The profile's name.
        profile: String,
    },
    /// An address that does not start as the others do.
    #[error("line {line}: the address is not that of record {record} under {base_url}")]
    OtherAddress {
        /// The line, from 1.
        line: u64,
        /// The record.
        record: RecordId,
        /// Where addresses start, by the first of them.
        base_url: String,
    },
}

impl From<tapsmith_store::Error> for IntoVaultError {
    fn from(error: tapsmith_store::Error) -> Self {
        Self::Batch(error.into())
    }
}

/// Takes a list of keys into the vault. It is read twice, each time with `open`: once to see that all
/// of it is good, then to keep it.
///
/// # Errors
/// [`IntoVaultError`]. The vault is then as it was.
pub fn into_vault<R: Random, F: Read>(
    vault: &mut OpenVault,
    new: NewImport,
    open: impl Fn() -> io::Result<F>,
    now: Timestamp,
    random: &mut R,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<TakenIn, IntoVaultError> {
    let NewImport { name, base_url, profile } = new;
    if !profile.shared.is_empty() {
        return Err(IntoVaultError::Shared { profile: profile.name });
    }
    let order = profile.order;
    let list = || read(open().map_err(ImportError::Read)?, None, order);
    let Seen { records, base_url, ignored } = look(list()?, base_url, &profile)?;
    check_addresses(&profile, &base_url, records.last())?;
    let (id, keys) = (new_id(now, random)?, KeyScheme::Imported);
    let batch = Batch { id, name, records, base_url, keys, profile };
    let rows = list()?.map(|row| {
        let ImportedRow { record, keys, .. } = row?;
        Ok::<_, IntoVaultError>(ImportedKeys { record, keys })
    });
    vault.import_batch(&batch, rows, now, random, progress)?;
    Ok(TakenIn { batch, ignored })
}

/// What a list is, once all of it was read.
struct Seen {
    records: RecordRange,
    base_url: String,
    ignored: Vec<String>,
}

fn look<F: Read>(
    mut list: super::Import<F>,
    given: Option<String>,
    profile: &Profile,
) -> Result<Seen, IntoVaultError> {
    let mut base = Base { template: None, known: given, unfit: None };
    let (mut first, mut last) = (RecordId::MAX, RecordId::MIN);
    for row in list.by_ref() {
        let row = row?;
        (first, last) = (first.min(row.record), last.max(row.record));
        base.check(&row, profile)?;
    }
    let base_url =
        base.known.ok_or_else(|| IntoVaultError::NoBase { profile: profile.name.clone() })?;
    let records = RecordRange::new(first, (last.as_u64() + 1).saturating_sub(first.as_u64()));
    let records = records.map_err(|_| ImportError::NoRecords)?;
    Ok(Seen { records, base_url, ignored: list.ignored().to_vec() })
}

/// Where addresses start: as it was said, or as the first address says, which all others have to fit.
struct Base {
    template: Option<Template>,
    known: Option<String>,
    /// The first address that says nothing.
    unfit: Option<(u64, RecordId)>,
}

impl Base {
    fn check(&mut self, row: &ImportedRow, profile: &Profile) -> Result<(), IntoVaultError> {
        let Some(url) = &row.url else { return Ok(()) };
        if self.known.is_none() {
            let (line, record) = (row.line, row.record);
            self.known = base_url(profile, url, record);
            match (&self.known, self.unfit) {
                (None, None) => self.unfit = Some((line, record)),
                (Some(base), Some((line, record))) => {
                    let base_url = base.clone();
                    return Err(IntoVaultError::OtherAddress { line, record, base_url });
                }
                _ => {}
            }
            let base = self.known.as_deref();
            self.template = base.and_then(|base| Template::for_base(profile, base).ok());
        }
        match (&self.template, &self.known) {
            (Some(template), Some(base)) if template.fill(row.record).text != *url => {
                let (line, record, base_url) = (row.line, row.record, base.clone());
                Err(IntoVaultError::OtherAddress { line, record, base_url })
            }
            _ => Ok(()),
        }
    }
}
