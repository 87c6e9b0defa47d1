//! AES-128 as the chip uses it: single blocks, CBC over whole blocks, CMAC, and CMAC cut to 8 bytes.

use std::fmt;

use ::aes::Aes128;
use ::aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit,
    KeyInit,
};
use cmac::{Cmac, Mac as _};
use subtle::{Choice, ConstantTimeEq};
use tapsmith_wide::Narrow;
use zeroize::Zeroizing;

use crate::bytes::number;
use crate::key::AesKey;
use crate::secret::{REDACTED, Reveal};

/// 16 bytes: what AES works on.
pub type Block = [u8; 16];

/// A key made ready for use: its round keys, wiped on drop.
pub struct Cipher(Aes128);

impl Cipher {
    /// Expands `key`.
    pub fn new(key: &AesKey) -> Self {
        Self(Aes128::new(key.reveal().into()))
    }

    /// One block, encrypted.
    pub fn encrypt(&self, mut block: Block) -> Block {
        self.0.encrypt_block((&mut block).into());
        block
    }

    /// One block, decrypted.
    pub fn decrypt(&self, mut block: Block) -> Block {
        self.0.decrypt_block((&mut block).into());
        block
    }

    /// CBC without padding, in place.
    pub fn cbc_encrypt(&self, iv: &Block, blocks: &mut [Block]) {
        cbc::Encryptor::inner_iv_init(&self.0, iv.into())
            .encrypt_blocks(Array::cast_slice_from_core_mut(blocks));
    }

    /// CBC without padding, in place.
    pub fn cbc_decrypt(&self, iv: &Block, blocks: &mut [Block]) {
        cbc::Decryptor::inner_iv_init(&self.0, iv.into())
            .decrypt_blocks(Array::cast_slice_from_core_mut(blocks));
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cipher({REDACTED})")
    }
}

/// AES-CMAC over the parts, one after the other.
///
/// Source: NIST SP 800-38B.
pub fn cmac(key: &AesKey, parts: &[&[u8]]) -> Block {
    let mut state = <Cmac<Aes128> as KeyInit>::new(key.reveal().into());
    for part in parts {
        state.update(part);
    }
    state.finalize().into_bytes().into()
}

/// A key made ready for CMAC: its round keys and both subkeys, wiped on drop. For messages that lie in one piece it is what
/// [`cmac()`] is, and nothing is copied for a message.
///
/// Source: NIST SP 800-38B, "Subkey Generation", "MAC Generation".
pub struct CmacKey {
    cipher: Narrow,
    /// As numbers, which are wiped faster than bytes.
    k1: Zeroizing<u128>,
    k2: Zeroizing<u128>,
}

impl CmacKey {
    /// Expands `key`.
    pub fn new(key: &AesKey) -> Self {
        Self::of_bytes(key.reveal())
    }

    /// The same of a key that lives no longer than its use.
    pub(crate) fn of_bytes(key: &Block) -> Self {
        // What it needs no copy of is not copied: it is ten times as large as a block.
        let mut cmac =
            Self { cipher: Narrow::new(key), k1: Zeroizing::default(), k2: Zeroizing::default() };
        let k1 = double(cmac.encrypt([0; 16]));
        *cmac.k1 = u128::from_ne_bytes(k1);
        *cmac.k2 = u128::from_ne_bytes(double(k1));
        cmac
    }

    /// The MAC of `message`.
    pub fn mac(&self, message: &[u8]) -> Block {
        let last = last_block(message, &self.k1.to_ne_bytes(), &self.k2.to_ne_bytes());
        let before = blocks_before_last(message).iter();
        let state = before.fold([0; 16], |state, block| self.encrypt(xor(state, block)));
        self.encrypt(xor(state, &last))
    }

    /// What the one block of AES is given in the MAC of a message that is one whole block.
    #[inline]
    pub(crate) fn whole_block_input(&self, message: Block) -> Block {
        xor(message, &self.k1.to_ne_bytes())
    }

    /// The same of the last block of a longer one: `last`, that is not whole and padded, after `state`.
    #[inline]
    pub(crate) fn padded_last_input(&self, state: Block, last: Block) -> Block {
        xor(xor(last, &self.k2.to_ne_bytes()), &state)
    }

    /// One block, encrypted.
    pub(crate) fn encrypt(&self, mut block: Block) -> Block {
        self.cipher.encrypt(&mut block);
        block
    }

    /// Blocks one by one, encrypted in place.
    pub(crate) fn encrypt_each(&self, blocks: &mut [Block]) {
        self.cipher.encrypt_each(blocks);
    }
}

/// The blocks of a message that no subkey is added to.
#[inline]
pub(crate) fn blocks_before_last(message: &[u8]) -> &[Block] {
    let (whole, rest) = message.as_chunks::<16>();
    match whole.split_last() {
        Some((_, before)) if rest.is_empty() => before,
        _ => whole,
    }
}

/// The last block of a message, padded if it is not whole, and with its subkey.
#[inline]
pub(crate) fn last_block(message: &[u8], k1: &Block, k2: &Block) -> Block {
    let (whole, rest) = message.as_chunks::<16>();
    match whole.last() {
        Some(last) if rest.is_empty() => xor(*last, k1),
        _ => xor(padded(rest), k2),
    }
}

impl fmt::Debug for CmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CmacKey({REDACTED})")
    }
}

/// `rest`, which is less than a block, and `80 00 ..`.
#[inline]
fn padded(rest: &[u8]) -> Block {
    (0x80 << (8 * rest.len()) | number(rest)).to_le_bytes()
}

/// In GF(2^128), as CMAC makes its subkeys.
#[inline]
pub(crate) fn double(block: Block) -> Block {
    use dbl::Dbl as _;
    ::aes::cipher::Block::<Aes128>::from(block).dbl().into()
}

#[inline]
pub(crate) fn xor(block: Block, other: &Block) -> Block {
    (u128::from_ne_bytes(block) ^ u128::from_ne_bytes(*other)).to_ne_bytes()
}

/// `MACt`: the eight bytes of a CMAC that travel. Compares in constant time.
#[derive(Clone, Copy)]
pub struct TruncatedMac(pub [u8; 8]);

impl TruncatedMac {
    /// The bytes 1, 3, .. 15 of a CMAC, counted from 0.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "MAC calculation".
    #[inline]
    pub fn of(cmac: &Block) -> Self {
        let (pairs, _) = cmac.as_chunks();
        let mut truncated = [0; 8];
        for (byte, [_, odd]) in truncated.iter_mut().zip(pairs) {
            *byte = *odd;
        }
        Self(truncated)
    }
}

impl ConstantTimeEq for TruncatedMac {
    #[inline]
    fn ct_eq(&self, other: &Self) -> Choice {
        // As one number: slices are compared byte by byte.
        u64::from_ne_bytes(self.0).ct_eq(&u64::from_ne_bytes(other.0))
    }
}

impl PartialEq for TruncatedMac {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for TruncatedMac {}

/// What a MAC should have been is worth as much as a key to whoever reads a log.
impl fmt::Debug for TruncatedMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TruncatedMac({REDACTED})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The library's CMAC says the same of every length.
        #[test]
        fn a_key_made_ready_is_the_librarys(key: Block, message in prop::collection::vec(any::<u8>(), 0..80)) {
            let aes = AesKey::init_with(|bytes| *bytes = key);
            prop_assert_eq!(CmacKey::new(&aes).mac(&message), cmac(&aes, &[&message]));
        }
    }
}
