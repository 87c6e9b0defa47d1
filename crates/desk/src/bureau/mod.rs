//! The keys of a batch, sealed for the bureau that writes them to cards.
//!
//! An [age](https://c2sp.org/age) file, version 1, binary, for one or more X25519 recipients: any age
//! program opens it. Inside is NDJSON, a head and then a line a record:
//!
//! ```json
//! {"format":"tapsmith-bureau","version":1,"batch":"first","batch_id":"…","profile":"sun-aes","kcv_method":"aes-cmac-zeros","records":1000,"made_at":"2026-11-21T20:00:00Z"}
//! {"record_id":1,"url":"https://…","generation":0,"keys":[{"slot":0,"role":"app_master","version":1,"key":"32 hex digits","kcv":"6 hex digits"}]}
//! ```
//!
//! The head names the number of records and the method of all key check values. A file cut short does
//! not open: age's last block says that it is the last.
//!
//! # Wiping
//! Each line is written into the same buffer, which is wiped at the end, and sealed from there; keys in
//! the clear never leave memory. What cannot be wiped: the buffer of 64 KiB in which the `age` crate
//! gathers a block before it encrypts it in a copy.
//!
//! # Layout
//! - [`BureauHead`], [`BureauRow`]: what. [`write()`]: the file. [`seal_batch`]: of a whole batch.

mod error;
mod line;
mod rows;

pub use age::EncryptError;
pub use error::BureauError;
pub use rows::seal_batch;

use std::io::Write;

use age::Encryptor;
use age::stream::StreamWriter;
use jiff::Timestamp;
use tapsmith_core::batch::{BatchId, BatchName};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::kcv::KcvMethod;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_store::AgeRecipient;

use line::Line;

/// What a file says of itself in its first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BureauHead {
    /// The batch's name for people.
    pub batch: BatchName,
    /// The batch.
    pub batch_id: BatchId,
    /// The name of its profile.
    pub profile: String,
    /// How all key check values of the file are made.
    pub kcv_method: KcvMethod,
    /// How many records follow.
    pub records: u64,
    /// When the file was made.
    pub made_at: Timestamp,
}

/// A record, and what goes onto its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BureauRow {
    /// The record.
    pub record: RecordId,
    /// Its address, each mirror filled with zeros.
    pub url: String,
    /// The generation of its keys.
    pub generation: Generation,
    /// Its keys.
    pub keys: Vec<BureauKey>,
}

/// A key, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BureauKey {
    /// The chip's slot.
    pub slot: KeyNumber,
    /// What it is for.
    pub role: Role,
    /// The version that the chip shall keep beside it.
    pub version: KeyVersion,
    /// The key.
    pub key: AesKey,
}

/// Seals `head` and `rows` for `recipients`, and gives back `out`, to be flushed and kept. A row is
/// taken when the one before is sealed: memory does not grow with them.
///
/// # Errors
/// No recipient, another number of rows than the head says, a row that could not be made, a write
/// that failed. What was written by then does not open.
pub fn write<W: Write, E>(
    out: W,
    recipients: &[AgeRecipient],
    head: &BureauHead,
    rows: impl IntoIterator<Item = Result<BureauRow, E>>,
) -> Result<W, BureauError<E>> {
    let mut sealed = seal(recipients, out)?;
    let mut line = Line::default();
    sealed.write_all(line.head(head)?)?;
    let mut found = 0;
    for row in rows {
        let row = row.map_err(BureauError::Row)?;
        found += 1;
        check_count(found <= head.records, head, found)?;
        sealed.write_all(line.row(&row, head.kcv_method)?)?;
    }
    check_count(found == head.records, head, found)?;
    Ok(sealed.finish()?)
}

fn seal<W: Write, E>(
    recipients: &[AgeRecipient],
    out: W,
) -> Result<StreamWriter<W>, BureauError<E>> {
    let recipients = recipients.iter().map(|one| -> &dyn age::Recipient { one.as_age() });
    let encryptor = Encryptor::with_recipients(recipients).map_err(|error| match error {
        EncryptError::MissingRecipients => BureauError::NoRecipient,
        error => BureauError::Seal(error),
    })?;
    Ok(encryptor.wrap_output(out)?)
}

const fn check_count<E>(fits: bool, head: &BureauHead, found: u64) -> Result<(), BureauError<E>> {
    let expected = head.records;
    if fits { Ok(()) } else { Err(BureauError::Count { expected, found }) }
}

#[cfg(test)]
mod tests;
