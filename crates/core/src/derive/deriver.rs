//! Many keys from one master key.

use std::fmt;

use zeroize::Zeroizing;

use super::an10922::TwoBlockCmac;
use super::ts1::{Owner, Role, mac_input};
use crate::aes::Block;
use crate::batch::BatchId;
use crate::bytes::join;
use crate::key::{AesKey, MasterKey};
use crate::record::Generation;

/// A batch's master key made ready to derive many keys: a key costs one block of AES for a record in
/// generation 0, and two in a later one.
pub struct Deriver {
    cmac: TwoBlockCmac,
    batch: BatchId,
    /// The first block, gone through AES, for each role in generation 0: the record is in the second.
    first: [Block; 5],
}

impl Deriver {
    /// For the records of `batch`.
    pub fn new(master: &MasterKey, batch: BatchId) -> Self {
        let cmac = TwoBlockCmac::new(master.as_key());
        let first = Role::ALL.map(|role| {
            let [first, _] = blocks(batch, role, Generation::default(), Owner::Batch);
            cmac.first(first)
        });
        Self { cmac, batch, first }
    }

    /// What [`super::ts1::derive`] gives.
    pub fn key(&self, role: Role, generation: Generation, owner: Owner) -> AesKey {
        AesKey::init_with(|key| self.fill(role, [(generation, owner)], std::slice::from_mut(key)))
    }

    /// The keys for `role` of each owner in the generation beside it: several blocks of AES at a time.
    pub fn keys(&self, role: Role, owners: &[(Generation, Owner)]) -> Vec<AesKey> {
        let mut blocks = Zeroizing::new(vec![[0; 16]; owners.len()]);
        self.fill(role, owners.iter().copied(), &mut blocks);
        blocks.iter().map(|block| AesKey::init_with(|key| *key = *block)).collect()
    }

    /// The same as bare blocks, which are the caller's to wipe. A block without an owner stays as it is, but for
    /// going through AES.
    pub(crate) fn fill(
        &self,
        role: Role,
        owners: impl IntoIterator<Item = (Generation, Owner)>,
        keys: &mut [Block],
    ) {
        for (key, (generation, owner)) in keys.iter_mut().zip(owners) {
            let [first, last] = blocks(self.batch, role, generation, owner);
            let first = if generation == Generation::default() {
                *role.of(&self.first)
            } else {
                self.cmac.first(first)
            };
            *key = self.cmac.last_input(first, last);
        }
        self.cmac.encrypt(keys);
    }
}

impl fmt::Debug for Deriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deriver").field("batch", &self.batch).finish_non_exhaustive()
    }
}

/// The input of the CMAC, padded with `80 00` to two blocks.
fn blocks(batch: BatchId, role: Role, generation: Generation, owner: Owner) -> [Block; 2] {
    let bytes: [u8; 32] = join(&[&mac_input(batch, role, generation, owner), &[0x80]]);
    let (blocks, _) = bytes.as_chunks();
    blocks.try_into().unwrap_or_default()
}
