//! AES-128 as the chip uses it: single blocks, CBC over whole blocks, CMAC, and CMAC cut to 8 bytes.

use std::fmt;

use ::aes::Aes128;
use ::aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit,
    KeyInit,
};
use cmac::{Cmac, Mac as _};
use subtle::{Choice, ConstantTimeEq};

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

/// `MACt`: the eight bytes of a CMAC that travel. Compares in constant time.
#[derive(Clone, Copy)]
pub struct TruncatedMac(pub [u8; 8]);

impl TruncatedMac {
    /// The bytes 1, 3, .. 15 of a CMAC, counted from 0.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "MAC calculation".
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
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl PartialEq for TruncatedMac {
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
