//! The keys of a batch's records, each in the generation it shall have.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use tapsmith_wide::{LANES, Lanes};
use zeroize::Zeroizing;

use super::Deriver;
use super::ts1::{Owner, Role};
use crate::aes::Block;
use crate::key::AesKey;
use crate::record::{Generation, RecordId};

/// A batch's master key made ready, and the records whose keys were made anew. It holds no key of a record: each is computed
/// when it is asked for.
pub struct RecordKeys {
    deriver: Arc<Deriver>,
    raised: HashMap<RecordId, Generation>,
}

impl RecordKeys {
    /// For the records of the deriver's batch. Those in `raised` are in that generation, all others in the first.
    pub fn new(deriver: impl Into<Arc<Deriver>>, raised: HashMap<RecordId, Generation>) -> Self {
        Self { deriver: deriver.into(), raised }
    }

    /// The generation that a record shall be in.
    pub fn generation(&self, record: RecordId) -> Generation {
        self.raised.get(&record).copied().unwrap_or_default()
    }

    /// The key of `record` for `role`.
    pub fn key(&self, role: Role, record: RecordId) -> AesKey {
        self.deriver.key(role, self.generation(record), Owner::Record(record))
    }

    /// The same, for no longer than its use.
    pub(crate) fn block(&self, role: Role, record: RecordId) -> Zeroizing<Block> {
        let mut key = Zeroizing::new([0; 16]);
        let owner = (self.generation(record), Owner::Record(record));
        self.deriver.fill(role, [owner], std::slice::from_mut(&mut key));
        key
    }

    /// The keys of sixteen records. A lane without one has whatever key.
    #[inline]
    pub(crate) fn lanes(&self, role: Role, records: &[Option<RecordId>; LANES], keys: &mut Lanes) {
        let owners = records.iter().map(|record| match record {
            Some(record) => (self.generation(*record), Owner::Record(*record)),
            None => (Generation::default(), Owner::Batch),
        });
        self.deriver.fill(role, owners, keys);
    }
}

impl fmt::Debug for RecordKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordKeys").field("deriver", &self.deriver).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::BatchId;
    use crate::derive::ts1::derive;
    use crate::key::MasterKey;
    use crate::secret::Reveal as _;
    use uuid::Uuid;

    /// One by one and in lanes; the plain way is held against published vectors elsewhere.
    #[test]
    fn a_raised_record_has_the_keys_of_its_generation() {
        let master = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
        let (master, batch) = (MasterKey::new(master), BatchId(Uuid::from_bytes([7; 16])));
        let record = |id: u64| RecordId::try_from(id).unwrap();
        let raised = HashMap::from([(record(8), Generation::try_from(3).unwrap())]);
        let keys = RecordKeys::new(Deriver::new(&master, batch), raised);
        let mut records = [None; LANES];
        records[0] = Some(record(7));
        records[15] = Some(record(8));
        let mut lanes = [[0; 16]; LANES];
        keys.lanes(Role::FileRead, &records, &mut lanes);
        for (id, generation, lane) in [(7, 0, lanes[0]), (8, 3, lanes[15])] {
            let generation = Generation::try_from(generation).unwrap();
            let owner = Owner::Record(record(id));
            let wanted = derive(&master, batch, Role::FileRead, generation, owner);
            assert_eq!(keys.key(Role::FileRead, record(id)), wanted, "{id}");
            assert_eq!(&lane, wanted.reveal(), "{id}");
        }
    }
}
