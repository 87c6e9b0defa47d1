//! The cryptographic extension of `ARMv8`.
//!
//! Source: Arm Architecture Reference Manual for A-profile, "AESE", "AESD", "AESMC", "AESIMC"; FIPS 197, "Key
//! Expansion", "Equivalent Inverse Cipher".

#[expect(clippy::wildcard_imports, reason = "a list of instructions would say nothing")]
use std::arch::aarch64::*;
use std::arch::is_aarch64_feature_detected;

use bytemuck::{Zeroable as _, must_cast};
use zeroize::Zeroize as _;

use crate::{Block, Engine, LANES, Lanes, ROUND_CONSTANTS, ROUND_KEYS};

/// Half of the lanes: with their keys they are as many vectors as the processor has.
const IN_FLIGHT: usize = 8;
const GROUPS: usize = LANES / IN_FLIGHT;

/// A block to a vector.
pub(crate) struct Armv8([[[uint8x16_t; IN_FLIGHT]; ROUND_KEYS]; GROUPS]);

impl Armv8 {
    /// None if this processor cannot. There is no other way to make one.
    pub(crate) fn detect() -> Option<Box<dyn Engine>> {
        let detected = is_aarch64_feature_detected!("aes");
        detected.then(|| -> Box<dyn Engine> { Box::new(Self(<_>::zeroed())) })
    }

    #[target_feature(enable = "aes")]
    fn expand_keys(&mut self, keys: &Lanes) {
        let mut keys: [[uint8x16_t; IN_FLIGHT]; GROUPS] = must_cast(*keys);
        for (keys, [first, rest @ ..]) in keys.iter_mut().zip(&mut self.0) {
            *first = *keys;
            for (round, constant) in rest.iter_mut().zip(ROUND_CONSTANTS) {
                for key in &mut *keys {
                    *key = next_round_key(*key, constant);
                }
                *round = *keys;
            }
        }
    }

    #[target_feature(enable = "aes")]
    fn encrypt_blocks(&self, blocks: &mut Lanes) {
        let mut state: [[uint8x16_t; IN_FLIGHT]; GROUPS] = must_cast(*blocks);
        for (state, [but_one @ .., before_last, last]) in state.iter_mut().zip(&self.0) {
            for round in but_one {
                for (block, key) in state.iter_mut().zip(round) {
                    *block = vaesmcq_u8(vaeseq_u8(*block, *key));
                }
            }
            for ((block, key), last) in state.iter_mut().zip(before_last).zip(last) {
                *block = veorq_u8(vaeseq_u8(*block, *key), *last);
            }
        }
        *blocks = must_cast(state);
    }

    #[target_feature(enable = "aes")]
    fn decrypt_blocks(&self, blocks: &mut Lanes) {
        let mut state: [[uint8x16_t; IN_FLIGHT]; GROUPS] = must_cast(*blocks);
        for (state, [first, second, between @ .., last]) in state.iter_mut().zip(&self.0) {
            for (block, key) in state.iter_mut().zip(last) {
                *block = vaesimcq_u8(vaesdq_u8(*block, *key));
            }
            for round in between.iter().rev() {
                for (block, key) in state.iter_mut().zip(round) {
                    *block = vaesimcq_u8(vaesdq_u8(*block, vaesimcq_u8(*key)));
                }
            }
            for ((block, key), first) in state.iter_mut().zip(second).zip(first) {
                *block = veorq_u8(vaesdq_u8(*block, vaesimcq_u8(*key)), *first);
            }
        }
        *blocks = must_cast(state);
    }
}

#[inline]
#[target_feature(enable = "aes")]
fn next_round_key(key: uint8x16_t, constant: u8) -> uint8x16_t {
    let zero = vdupq_n_u8(0);
    // RotWord of the last word, four times: ShiftRows leaves four equal words as they are, so that what the instruction
    // does is SubWord.
    let last = vdupq_laneq_u32::<3>(vreinterpretq_u32_u8(key));
    let rotated = vreinterpretq_u8_u32(vsriq_n_u32::<8>(vshlq_n_u32::<24>(last), last));
    let word =
        veorq_u8(vaeseq_u8(rotated, zero), vreinterpretq_u8_u32(vdupq_n_u32(constant.into())));
    // Each word, and all before it.
    let key = veorq_u8(key, vextq_u8::<12>(zero, key));
    let key = veorq_u8(key, vextq_u8::<8>(zero, key));
    veorq_u8(key, word)
}

#[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
impl Engine for Armv8 {
    fn name(&self) -> &'static str {
        "armv8"
    }

    fn expand(&mut self, keys: &Lanes) {
        // SAFETY: `detect` has found the feature that the function enables.
        unsafe { self.expand_keys(keys) }
    }

    fn encrypt(&self, blocks: &mut Lanes) {
        // SAFETY: `detect` has found the feature that the function enables.
        unsafe { self.encrypt_blocks(blocks) }
    }

    fn decrypt(&self, blocks: &mut Lanes) {
        // SAFETY: `detect` has found the feature that the function enables.
        unsafe { self.decrypt_blocks(blocks) }
    }
}

impl Drop for Armv8 {
    fn drop(&mut self) {
        let keys = self.0.as_flattened_mut().as_flattened_mut();
        bytemuck::cast_slice_mut::<_, u64>(keys).zeroize();
    }
}

/// One key.
pub(crate) struct NarrowArmv8([uint8x16_t; ROUND_KEYS]);

impl NarrowArmv8 {
    /// None if this processor cannot. There is no other way to make one.
    #[inline]
    pub(crate) fn detect() -> Option<Self> {
        let detected = is_aarch64_feature_detected!("aes");
        detected.then(|| Self(<_>::zeroed()))
    }

    #[target_feature(enable = "aes")]
    fn expand_key(&mut self, key: &Block) {
        let mut key: uint8x16_t = must_cast(*key);
        let [first, rest @ ..] = &mut self.0;
        *first = key;
        for (round, constant) in rest.iter_mut().zip(ROUND_CONSTANTS) {
            key = next_round_key(key, constant);
            *round = key;
        }
    }

    #[target_feature(enable = "aes")]
    fn encrypt_each(&self, blocks: &mut [Block]) {
        let (chunks, rest) = blocks.as_chunks_mut::<IN_FLIGHT>();
        for blocks in chunks {
            self.encrypt_blocks(blocks);
        }
        for block in rest {
            self.encrypt_blocks(std::array::from_mut(block));
        }
    }

    #[target_feature(enable = "aes")]
    fn decrypt_each(&self, blocks: &mut [Block]) {
        let (chunks, rest) = blocks.as_chunks_mut::<IN_FLIGHT>();
        for blocks in chunks {
            self.decrypt_blocks(blocks);
        }
        for block in rest {
            self.decrypt_blocks(std::array::from_mut(block));
        }
    }

    #[inline]
    #[target_feature(enable = "aes")]
    fn encrypt_blocks<const N: usize>(&self, blocks: &mut [Block; N]) {
        let [but_one @ .., before_last, last] = &self.0;
        let mut state: [uint8x16_t; N] = must_cast(*blocks);
        for key in but_one {
            for block in &mut state {
                *block = vaesmcq_u8(vaeseq_u8(*block, *key));
            }
        }
        for block in &mut state {
            *block = veorq_u8(vaeseq_u8(*block, *before_last), *last);
        }
        *blocks = must_cast(state);
    }

    #[inline]
    #[target_feature(enable = "aes")]
    fn decrypt_blocks<const N: usize>(&self, blocks: &mut [Block; N]) {
        let [first, second, between @ .., last] = &self.0;
        let mut state: [uint8x16_t; N] = must_cast(*blocks);
        for block in &mut state {
            *block = vaesimcq_u8(vaesdq_u8(*block, *last));
        }
        for key in between.iter().rev() {
            let key = vaesimcq_u8(*key);
            for block in &mut state {
                *block = vaesimcq_u8(vaesdq_u8(*block, key));
            }
        }
        let second = vaesimcq_u8(*second);
        for block in &mut state {
            *block = veorq_u8(vaesdq_u8(*block, second), *first);
        }
        *blocks = must_cast(state);
    }

    #[inline]
    #[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
    pub(crate) fn expand(&mut self, key: &Block) {
        // SAFETY: `detect` has found the feature that the function enables.
        unsafe { self.expand_key(key) }
    }

    #[inline]
    #[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
    pub(crate) fn encrypt(&self, blocks: &mut [Block]) {
        // SAFETY: `detect` has found the feature that the function enables.
        unsafe { self.encrypt_each(blocks) }
    }

    #[inline]
    #[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
    pub(crate) fn decrypt(&self, blocks: &mut [Block]) {
        // SAFETY: `detect` has found the feature that the function enables.
        unsafe { self.decrypt_each(blocks) }
    }
}

impl Drop for NarrowArmv8 {
    fn drop(&mut self) {
        bytemuck::cast_slice_mut::<_, u64>(&mut self.0).zeroize();
    }
}
