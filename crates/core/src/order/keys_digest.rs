//! Whether two orders carry the same keys.

use sha2::{Digest as _, Sha256};

use super::{Line, Order};
use crate::key::AesKey;
use crate::record::RecordId;
use crate::secret::Reveal as _;

impl Order {
    /// SHA-256 over the records of all lines and their keys, in order. Of keys drawn at random, or
    /// derived, it tells nothing.
    pub fn keys_digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        let lists = [&self.products, &self.groups];
        lists.into_iter().flatten().flatten().for_each(|line| add(&mut digest, line));
        digest.finalize().into()
    }
}

fn add(digest: &mut Sha256, line: &Line) {
    let dynamic = line.nfc.as_ref().and_then(|nfc| nfc.dynamic.as_ref());
    let Some(record) = dynamic.and_then(|dynamic| dynamic.records.as_ref()) else { return };
    digest.update(record.record_id.map_or(0, RecordId::as_u64).to_be_bytes());
    for key in [&record.public_key, &record.private_key] {
        digest.update(key.as_ref().map_or([0; 16].as_slice(), |key: &AesKey| key.reveal()));
    }
}
