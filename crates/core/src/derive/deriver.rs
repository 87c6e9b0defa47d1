//! Many keys from one master key.

use std::fmt;

use zeroize::Zeroizing;

use super::an10922::TwoBlockCmac;
use super::keys::Keys;
use super::ts1::{Owner, Role, mac_input};
use crate::aes::{Block, xor};
use crate::batch::BatchId;
use crate::bytes::join;
use crate::key::{AesKey, MasterKey};
use crate::record::Generation;

/// A batch's master key made ready to derive many keys: a key costs one block of AES for a record in
/// generation 0, and two in a later one.
pub struct Deriver {
    cmac: TwoBlockCmac,
    batch: BatchId,
    /// What the last block of AES is given for the batch's own key, for each role in generation 0.
    inputs: Zeroizing<[Block; 5]>,
}

impl Deriver {
    /// For the records of `batch`.
    pub fn new(master: &MasterKey, batch: BatchId) -> Self {
        let cmac = TwoBlockCmac::new(master.as_key());
        let mut inputs = Zeroizing::new([[0; 16]; 5]);
        for role in Role::ALL {
            *role.of_mut(&mut inputs) = batch_input(&cmac, batch, role, Generation::default());
        }
        Self { cmac, batch, inputs }
    }

    /// What [`super::ts1::derive`] gives.
    pub fn key(&self, role: Role, generation: Generation, owner: Owner) -> AesKey {
        AesKey::init_with(|key| self.fill(role, [(generation, owner)], std::slice::from_mut(key)))
    }

    /// The keys for `role` of each owner in the generation beside it: several blocks of AES at a time.
    pub fn keys(&self, role: Role, owners: &[(Generation, Owner)]) -> Keys {
        let mut keys = Keys::blank(owners.len());
        self.fill(role, owners.iter().copied(), keys.blocks_mut());
        keys
    }

    /// The same as bare blocks, which are the caller's to wipe. A block without an owner stays as it is, but for
    /// going through AES.
    #[inline]
    pub(crate) fn fill(
        &self,
        role: Role,
        owners: impl IntoIterator<Item = (Generation, Owner)>,
        keys: &mut [Block],
    ) {
        let first = role.of(&self.inputs);
        for (key, (generation, owner)) in keys.iter_mut().zip(owners) {
            let input = if generation == Generation::default() {
                *first
            } else {
                batch_input(&self.cmac, self.batch, role, generation)
            };
            *key = xor(input, &record_in_last_block(owner));
        }
        self.cmac.encrypt(keys);
    }
}

/// What the last block of AES is given for the batch's own key.
fn batch_input(cmac: &TwoBlockCmac, batch: BatchId, role: Role, generation: Generation) -> Block {
    let input = mac_input(batch, role, generation, Owner::Batch);
    let (first, last) = input.split_at(16);
    cmac.last_input(cmac.first(join(&[first])), join(&[last, &[0x80]]))
}

/// Where the batch's own key has zeros, a record's has its number: the last 8 bytes of M, before the padding.
#[inline]
fn record_in_last_block(owner: Owner) -> Block {
    (u128::from(owner.number()) << 16).to_be_bytes()
}

impl fmt::Debug for Deriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deriver").field("batch", &self.batch).finish_non_exhaustive()
    }
}
