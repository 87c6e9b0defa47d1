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
        Self(Way::of_processor(key).unwrap_or_else(|| Way::portable(key)))
    }

    /// By every way that this processor has, the fastest first. The last is the portable one.
    pub fn each(key: &Block) -> impl Iterator<Item = Self> {
        Way::of_processor(key).into_iter().chain([Way::portable(key)]).map(Self)
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
    #[inline]
    #[cfg(target_arch = "x86_64")]
    fn of_processor(key: &Block) -> Option<Self> {
        NarrowAesNi::detect(key).map(Self::AesNi)
    }

    #[inline]
    #[cfg(target_arch = "aarch64")]
    fn of_processor(key: &Block) -> Option<Self> {
        NarrowArmv8::detect(key).map(Self::Armv8)
    }

    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    fn of_processor(_: &Block) -> Option<Self> {
        None
    }

    fn portable(key: &Block) -> Self {
        Self::Portable(Aes128::new(key.into()))
    }
}

impl fmt::Debug for Narrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Narrow({}, [redacted])", self.name())
    }
}
