//! LRP, the leakage resilient primitive: AES used so that no key is ever used for many blocks. In its
//! place stand 16 secret blocks, one for each value of a nibble, through which a message is walked.
//!
//! Source: AN12304, "Leakage Resilient Primitive (LRP) Specification"; NT4H2421Gx Rev. 3.0, "LRP secure
//! messaging".

use std::fmt;

use ::aes::cipher::consts::{U1, U16};
use ::aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, InOut,
    ParBlocksSizeUser,
};
use cmac::digest::InnerInit;
use cmac::{Cmac, Mac as _};
use tapsmith_wide::Narrow;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::aes::Block;
use crate::key::AesKey;
use crate::secret::{REDACTED, Reveal};

/// A key made ready for LRP. What it holds is worth as much as the key: it stays in its box, and is wiped on
/// drop.
#[derive(Clone)]
pub struct Lrp(Box<Parts>);

/// The secret plaintexts, and the updated key at which each walk starts.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
struct Parts {
    plaintexts: [Block; 16],
    updated_key: Block,
}

impl Lrp {
    /// `key` with its first updated key: what MACs, PICCData and authentications are made with.
    pub fn new(key: &AesKey) -> Self {
        let [first] = Self::with_updated_keys(key.reveal());
        first
    }

    /// `key` with its first updated key, for MACs, and with its second, for encryption.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "LRP session key generation".
    pub fn session(key: &AesKey) -> [Self; 2] {
        Self::with_updated_keys(key.reveal())
    }

    /// AN12304, "Generating secret plaintexts", "Generating updated keys": two chains of keys, which part
    /// at their first step.
    fn with_updated_keys<const N: usize>(key: &Block) -> [Self; N] {
        let mut updated_keys = Chain::starting(key, YIELD);
        [(); N].map(|()| {
            let mut parts = Box::<Parts>::default();
            let plaintexts = Chain::starting(key, STEP);
            parts.plaintexts.iter_mut().zip(plaintexts).for_each(|(place, block)| *place = block);
            parts.updated_key = updated_keys.next().unwrap_or_default();
            Self(parts)
        })
    }

    /// LRP-CMAC over the parts, one after the other.
    pub fn cmac(&self, parts: &[&[u8]]) -> Block {
        let mut state = Cmac::inner_init(Walk(self));
        for part in parts {
            state.update(part);
        }
        state.finalize().into_bytes().into()
    }

    /// LRICB: encrypts whole blocks in place. The counter, most significant byte first, goes one on for
    /// each block.
    pub fn encrypt<const N: usize>(&self, counter: &mut [u8; N], blocks: &mut [Block]) {
        for block in blocks {
            self.block_cipher(counter).encrypt(block);
        }
    }

    /// LRICB: decrypts whole blocks in place.
    pub fn decrypt<const N: usize>(&self, counter: &mut [u8; N], blocks: &mut [Block]) {
        for block in blocks {
            self.block_cipher(counter).decrypt(block);
        }
    }

    /// The key of one block of LRICB.
    fn block_cipher<const N: usize>(&self, counter: &mut [u8; N]) -> Narrow {
        let mut key = self.evaluate(counter);
        let cipher = Narrow::new(&key);
        key.zeroize();
        increment(counter);
        cipher
    }

    /// `EvalLRP` with its final step: from the updated key, nibble after nibble.
    ///
    /// Source: AN12304, "LRP evaluation".
    fn evaluate(&self, input: &[u8]) -> Block {
        let nibbles = input.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
        let mut state = nibbles.fold(self.0.updated_key, |state, nibble| {
            let plaintext = self.0.plaintexts.get(usize::from(nibble)).copied().unwrap_or_default();
            encrypt(&state, plaintext)
        });
        let out = encrypt(&state, [0; 16]);
        state.zeroize();
        out
    }
}

impl fmt::Debug for Lrp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lrp({REDACTED})")
    }
}

/// What is encrypted to come to the next key of a chain, and what to have a block from it.
const STEP: Block = [0x55; 16];
const YIELD: Block = [0xAA; 16];

/// A chain of keys, each of which yields a block.
struct Chain(Block);

impl Chain {
    fn starting(key: &Block, first: Block) -> Self {
        Self(encrypt(key, first))
    }
}

impl Iterator for Chain {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let block = encrypt(&self.0, YIELD);
        self.0 = encrypt(&self.0, STEP);
        Some(block)
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// One block under a key of its own, as nearly all of LRP is.
fn encrypt(key: &Block, mut block: Block) -> Block {
    Narrow::new(key).encrypt(&mut block);
    block
}

fn increment(counter: &mut [u8]) {
    for byte in counter.iter_mut().rev() {
        *byte = byte.wrapping_add(1);
        if *byte != 0 {
            return;
        }
    }
}

/// LRP as the block cipher that the crate `cmac` works on: a block is walked through like a counter.
#[derive(Clone, Copy)]
struct Walk<'l>(&'l Lrp);

impl BlockSizeUser for Walk<'_> {
    type BlockSize = U16;
}

impl ParBlocksSizeUser for Walk<'_> {
    type ParBlocksSize = U1;
}

impl BlockCipherEncBackend for Walk<'_> {
    fn encrypt_block(&self, mut block: InOut<'_, '_, ::aes::Block>) {
        *block.get_out() = self.0.evaluate(block.get_in()).into();
    }
}

impl BlockCipherEncrypt for Walk<'_> {
    fn encrypt_with_backend(&self, closure: impl BlockCipherEncClosure<BlockSize = U16>) {
        closure.call(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tapsmith_testkit::vectors::case;

    fn key(case: &tapsmith_testkit::vectors::Case) -> AesKey {
        AesKey::from_hex(case.text("key")).unwrap()
    }

    /// AN12304, "LRP evaluation": a walk of four nibbles from the third updated key.
    #[test]
    fn published_evaluation() {
        let case = case("lrp", "eval_first");
        let lrps: [Lrp; 3] = Lrp::with_updated_keys(key(&case).reveal());
        let lrp = &lrps[usize::try_from(case.number("updated_key")).unwrap()];
        assert_eq!(lrp.evaluate(&case.hex("iv_nibbles")), case.array("result"));
    }

    #[test]
    fn published_mac_of_nothing() {
        let case = case("lrp", "cmac_empty");
        assert_eq!(Lrp::new(&key(&case)).cmac(&[]), case.array("result"));
    }

    /// AN12304, "LRICB": with the padding that the vector adds.
    #[test]
    fn published_encryption() {
        let case = case("lrp", "lricb_first");
        let plain = [case.array::<16>("plaintext"), crate::bytes::join(&[&[0x80]])];
        let (mut blocks, mut counter) = (plain, case.array::<4>("counter"));
        let lrp = Lrp::new(&key(&case));
        lrp.encrypt(&mut counter, &mut blocks);
        assert_eq!(blocks.as_flattened(), case.hex("ciphertext"));
        let after = u32::from_be_bytes(case.array("counter")) + 2;
        assert_eq!(u32::from_be_bytes(counter), after);
        lrp.decrypt(&mut case.array::<4>("counter"), &mut blocks);
        assert_eq!(blocks, plain);
    }

    #[test]
    fn a_counter_runs_over() {
        let mut counter = [0x00, 0xFF, 0xFF];
        increment(&mut counter);
        assert_eq!(counter, [0x01, 0x00, 0x00]);
        let mut counter = [0xFF; 2];
        increment(&mut counter);
        assert_eq!(counter, [0x00; 2]);
    }

    #[test]
    fn prints_nothing() {
        assert_eq!(format!("{:?}", Lrp::new(&AesKey::factory())), "Lrp([redacted])");
    }
}
