//! What a row cannot hide: that it was damaged, and that somebody without the vault's secrets wrote
//! it.
//!
//! Each row carries a digest, which anyone can compute: it tells of damage. It also carries a MAC
//! under a key that only the open vault has: it tells of a forger. An open vault goes by the MAC,
//! one that is not by the digest.

mod change;
mod key;
mod reader;
mod totals;

use sha2::{Digest as _, Sha256};

pub(crate) use change::Change;
pub(crate) use key::GuardKeys;
pub(crate) use reader::Reader;
pub(crate) use totals::{Total, Totals};

use crate::rows::{Table, Value};

/// Eight bytes tell damage: nobody who chooses bytes is to be kept out by them.
type Digest = [u8; 8];

/// The MAC of a row.
pub(crate) type Mac = [u8; 32];

/// The digest of a row in its canonical form.
fn digest(canonical: &[u8]) -> Digest {
    let hash: [u8; 32] = Sha256::digest(canonical).into();
    hash.first_chunk().copied().unwrap_or_default()
}

/// A row as it is stored: its values, its digest, its MAC. And its share of the totals.
fn stored(keys: &GuardKeys, table: &Table, mut values: Vec<Value>) -> (Vec<Value>, Mac) {
    let canonical = table.canonical(&values);
    let mac = keys.row(&canonical);
    values.push(Value::Blob(digest(&canonical).to_vec()));
    values.push(Value::Blob(mac.to_vec()));
    (values, keys.share(&mac))
}

#[cfg(test)]
mod tests;
