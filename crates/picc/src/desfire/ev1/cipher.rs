//! The two ciphers of the scheme, block by block.

use des::TdesEde2;
use des::cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};
use tapsmith_core::aes;
use tapsmith_core::key::AesKey;
use tapsmith_core::secret::Reveal as _;

use crate::desfire::memory::DesKey;

/// A key made ready.
pub(in crate::desfire) enum Cipher {
    /// One key of DES, or two.
    Des(Box<TdesEde2>),
    /// AES.
    Aes(Box<aes::Cipher>),
}

impl Cipher {
    pub(in crate::desfire) fn des(key: &DesKey) -> Self {
        Self::Des(Box::new(TdesEde2::new(key.reveal().into())))
    }

    pub(in crate::desfire) fn aes(key: &AesKey) -> Self {
        Self::Aes(Box::new(aes::Cipher::new(key)))
    }

    /// Bytes of a block.
    pub(in crate::desfire) fn block(&self) -> usize {
        match self {
            Self::Des(_) => 8,
            Self::Aes(_) => 16,
        }
    }

    /// What is added where a subkey of the MAC carries over.
    ///
    /// Source: NIST SP 800-38B, "Subkey generation".
    pub(super) fn carry(&self) -> u8 {
        match self {
            Self::Des(_) => 0x1B,
            Self::Aes(_) => 0x87,
        }
    }

    /// CBC over whole blocks; `chain` is what the first is chained to, and becomes the last.
    pub(in crate::desfire) fn encrypt(&self, chain: &mut Vec<u8>, data: &mut [u8]) {
        for block in data.chunks_exact_mut(self.block()) {
            mix(block, chain);
            self.encrypt_block(block);
            *chain = block.to_vec();
        }
    }

    /// The same, taken off.
    pub(in crate::desfire) fn decrypt(&self, chain: &mut Vec<u8>, data: &mut [u8]) {
        for block in data.chunks_exact_mut(self.block()) {
            let sent = block.to_vec();
            self.decrypt_block(block);
            mix(block, chain);
            *chain = sent;
        }
    }

    fn encrypt_block(&self, block: &mut [u8]) {
        match self {
            Self::Des(cipher) => {
                if let Ok(block) = <&mut [u8; 8]>::try_from(block) {
                    cipher.encrypt_block(block.into());
                }
            }
            Self::Aes(cipher) => {
                if let Ok(block) = <&mut [u8; 16]>::try_from(block) {
                    *block = cipher.encrypt(*block);
                }
            }
        }
    }

    fn decrypt_block(&self, block: &mut [u8]) {
        match self {
            Self::Des(cipher) => {
                if let Ok(block) = <&mut [u8; 8]>::try_from(block) {
                    cipher.decrypt_block(block.into());
                }
            }
            Self::Aes(cipher) => {
                if let Ok(block) = <&mut [u8; 16]>::try_from(block) {
                    *block = cipher.decrypt(*block);
                }
            }
        }
    }
}

/// Adds `other` to `block`.
pub(super) fn mix(block: &mut [u8], other: &[u8]) {
    block.iter_mut().zip(other).for_each(|(byte, other)| *byte ^= other);
}
