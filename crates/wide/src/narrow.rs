//! One key, made ready fast enough to be used for a block or two.

use std::fmt;

use aes::Aes128;
use aes::cipher::{Array, BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};

use crate::Block;
#[cfg(target_arch = "aarch64")]
use crate::armv8::NarrowArmv8;
#[cfg(target_arch = "x86_64")]
use crate::x86::NarrowAesNi;

/// One key made ready, by the fastest way that the processor has for a single block; wiped on drop.
///
/// A tap's session key signs one block. The crate `aes` makes a key ready for many, and takes longer for that than AES
/// does for the block.
pub struct Narrow(Way);

enum Way {
    #[cfg(target_arch = "x86_64")]
    AesNi(NarrowAesNi),
    #[cfg(target_arch = "aarch64")]
    Armv8(NarrowArmv8),
    /// By the crate `aes` alone.
    Portable(Aes128),
}

impl Narrow {
    /// By the fastest way of this processor.
    #[inline]
    pub fn new(key: &Block) -> Self {
        // Made ready in its place: a copy would have to wait for its pieces.
        let mut narrow = Self(Way::of_processor());
        narrow.expand(key);
        narrow
    }

    /// By the crate `aes` alone.
    pub fn portable(key: &Block) -> Self {
        Self(Way::Portable(Aes128::new(key.into())))
    }

    #[inline]
    fn expand(&mut self, key: &Block) {
        match &mut self.0 {
            #[cfg(target_arch = "x86_64")]
            Way::AesNi(ready) => ready.expand(key),
            #[cfg(target_arch = "aarch64")]
            Way::Armv8(ready) => ready.expand(key),
            Way::Portable(ready) => *ready = Aes128::new(key.into()),
        }
    }

    /// What does the work: `aesni`, `armv8` or `portable`.
    pub const fn name(&self) -> &'static str {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Way::AesNi(_) => "aesni",
            #[cfg(target_arch = "aarch64")]
            Way::Armv8(_) => "armv8",
            Way::Portable(_) => "portable",
        }
    }

    /// Encrypts a block.
    #[inline]
    pub fn encrypt(&self, block: &mut Block) {
        self.encrypt_each(std::slice::from_mut(block));
    }

    /// Decrypts a block.
    #[inline]
    pub fn decrypt(&self, block: &mut Block) {
        self.decrypt_each(std::slice::from_mut(block));
    }

    /// Encrypts blocks, each by itself.
    #[inline]
    pub fn encrypt_each(&self, blocks: &mut [Block]) {
        match &self.0 {
            #[cfg(target_arch = "x86_64")]
            Way::AesNi(key) => key.encrypt(blocks),
            #[cfg(target_arch = "aarch64")]
            Way::Armv8(key) => key.encrypt(blocks),
            Way::Portable(key) => key.encrypt_blocks(Array::cast_slice_from_core_mut(blocks)),
        }
    }

    /// Decrypts blocks, each by itself.
    #[inline]
    pub fn decrypt_each(&self, blocks: &mut [Block]) {
        match &self.0 {
            #[cfg(target_arch = "x86_64")]
            Way::AesNi(key) => key.decrypt(blocks),
            #[cfg(target_arch = "aarch64")]
            Way::Armv8(key) => key.decrypt(blocks),
            Way::Portable(key) => key.decrypt_blocks(Array::cast_slice_from_core_mut(blocks)),
        }
    }
}

impl Way {
    /// With whatever key.
    #[inline]
    fn of_processor() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(narrow) = NarrowAesNi::detect() {
            return Self::AesNi(narrow);
        }
        #[cfg(target_arch = "aarch64")]
        if let Some(narrow) = NarrowArmv8::detect() {
            return Self::Armv8(narrow);
        }
        Self::Portable(Aes128::new(&[0; 16].into()))
    }
}

impl fmt::Debug for Narrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Narrow({}, [redacted])", self.name())
    }
}
