//! Many keys in one box.

use std::fmt;

use bytemuck::{must_cast_slice, must_cast_slice_mut};
use zeroize::Zeroizing;

use crate::aes::Block;
use crate::key::AesKey;
use crate::secret::{REDACTED, Reveal};

/// Keys in one box, wiped on drop: as numbers of 16 bytes, which are wiped faster than bytes.
pub struct Keys(Zeroizing<Vec<u128>>);

impl Keys {
    pub(super) fn blank(count: usize) -> Self {
        Self(Zeroizing::new(vec![0; count]))
    }

    /// One of them, in a box of its own.
    pub fn get(&self, at: usize) -> Option<AesKey> {
        self.reveal().get(at).map(|block| AesKey::init_with(|key| *key = *block))
    }

    pub(super) fn blocks_mut(&mut self) -> &mut [Block] {
        must_cast_slice_mut(self.0.as_mut_slice())
    }
}

impl Reveal for Keys {
    type Secret = [Block];

    fn reveal(&self) -> &[Block] {
        must_cast_slice(self.0.as_slice())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({REDACTED})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::BatchId;
    use crate::derive::Deriver;
    use crate::derive::ts1::{Owner, Role, derive};
    use crate::key::MasterKey;
    use crate::record::{Generation, RecordId};
    use uuid::Uuid;

    /// The plain way is held against published vectors elsewhere.
    #[test]
    fn each_key_is_its_owners_alone() {
        let master = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
        let (master, batch) = (MasterKey::new(master), BatchId(Uuid::from_bytes([7; 16])));
        let records = [1, 2, 0x00FF_1234_5678, RecordId::MAX.as_u64()];
        let records = records.map(|id| Owner::Record(id.try_into().unwrap()));
        let owners: Vec<_> = [0, 1, 254]
            .into_iter()
            .map(|generation| Generation::try_from(generation).unwrap())
            .flat_map(|generation| {
                records.into_iter().chain([Owner::Batch]).map(move |owner| (generation, owner))
            })
            .cycle()
            .take(50)
            .collect();
        let deriver = Deriver::new(&master, batch);
        for role in Role::ALL {
            let keys = deriver.keys(role, &owners);
            assert_eq!(keys.reveal().len(), owners.len());
            for (at, (generation, owner)) in owners.iter().enumerate() {
                let alone = derive(&master, batch, role, *generation, *owner);
                assert_eq!(keys.get(at), Some(alone));
            }
            assert_eq!(keys.get(owners.len()), None);
        }
    }

    #[test]
    fn prints_nothing_of_itself() {
        assert_eq!(format!("{:?}", Keys::blank(3)), "Keys([redacted])");
    }
}
