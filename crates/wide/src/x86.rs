//! AES-NI and VAES.
//!
//! Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, "AESENC", "AESENCLAST", "AESDEC";
//! FIPS 197, "Key Expansion", "Equivalent Inverse Cipher".

#[cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "a list of instructions would say nothing")
)]
use std::arch::x86_64::*;

use bytemuck::{Zeroable as _, must_cast};
use zeroize::Zeroize as _;

use crate::{Block, Engine, Lanes, ROUND_CONSTANTS, ROUND_KEYS};

/// An engine over one width of vectors: what differs is how many blocks lie in one, and what the same instruction is
/// called.
macro_rules! engine {
    (
        $(#[$doc:meta])*
        $engine:ident, $name:literal, [$($feature:tt),+] = $features:literal,
        $groups:literal of $in_flight:literal $vector:ident,
        $xor:ident, $splat:ident, $shuffle:ident, $shift:ident,
        $encrypt:ident, $encrypt_last:ident, $decrypt:ident, $decrypt_last:ident
    ) => {
        $(#[$doc])*
        pub(crate) struct $engine([[[$vector; $in_flight]; ROUND_KEYS]; $groups]);

        impl $engine {
            /// None if this processor cannot. There is no other way to make one.
            pub(crate) fn detect() -> Option<Box<dyn Engine>> {
                let detected = $(is_x86_feature_detected!($feature))&&+;
                detected.then(|| -> Box<dyn Engine> { Box::new(Self(<_>::zeroed())) })
            }

            #[target_feature(enable = $features)]
            fn expand_keys(&mut self, keys: &Lanes) {
                let mut keys: [[$vector; $in_flight]; $groups] = must_cast(*keys);
                for (keys, [first, rest @ ..]) in keys.iter_mut().zip(&mut self.0) {
                    *first = *keys;
                    for (round, constant) in rest.iter_mut().zip(ROUND_CONSTANTS) {
                        for key in &mut *keys {
                            *key = Self::next_round_key(*key, constant);
                        }
                        *round = *keys;
                    }
                }
            }

            #[inline]
            #[target_feature(enable = $features)]
            fn next_round_key(key: $vector, constant: u8) -> $vector {
                // RotWord of the last word, four times: ShiftRows leaves four equal words as they are, so that
                // the last round of AES is SubWord and the constant.
                let rotated = $shuffle(key, $splat(0x0C0F_0E0D));
                let word = $encrypt_last(rotated, $splat(constant.into()));
                // Each word, and all before it.
                let key = $xor(key, $shift::<4>(key));
                let key = $xor(key, $shift::<8>(key));
                $xor(key, word)
            }

            #[target_feature(enable = $features)]
            fn encrypt_blocks(&self, blocks: &mut Lanes) {
                let mut state: [[$vector; $in_flight]; $groups] = must_cast(*blocks);
                for (state, [first, between @ .., last]) in state.iter_mut().zip(&self.0) {
                    for (block, key) in state.iter_mut().zip(first) {
                        *block = $xor(*block, *key);
                    }
                    for round in between {
                        for (block, key) in state.iter_mut().zip(round) {
                            *block = $encrypt(*block, *key);
                        }
                    }
                    for (block, key) in state.iter_mut().zip(last) {
                        *block = $encrypt_last(*block, *key);
                    }
                }
                *blocks = must_cast(state);
            }

            #[target_feature(enable = $features)]
            fn decrypt_blocks(&self, blocks: &mut Lanes) {
                let mut state: [[$vector; $in_flight]; $groups] = must_cast(*blocks);
                for (state, [first, between @ .., last]) in state.iter_mut().zip(&self.0) {
                    for (block, key) in state.iter_mut().zip(last) {
                        *block = $xor(*block, *key);
                    }
                    for round in between.iter().rev() {
                        for (block, key) in state.iter_mut().zip(round) {
                            *block = $decrypt(*block, Self::inverse_mix_columns(*key));
                        }
                    }
                    for (block, key) in state.iter_mut().zip(first) {
                        *block = $decrypt_last(*block, *key);
                    }
                }
                *blocks = must_cast(state);
            }

            /// A last round of encryption, which mixes no columns, and a round of decryption, which does.
            #[inline]
            #[target_feature(enable = $features)]
            fn inverse_mix_columns(key: $vector) -> $vector {
                $decrypt($encrypt_last(key, $splat(0)), $splat(0))
            }
        }

        #[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
        impl Engine for $engine {
            fn name(&self) -> &'static str {
                $name
            }

            fn expand(&mut self, keys: &Lanes) {
                // SAFETY: `detect` has found every feature that the function enables.
                unsafe { self.expand_keys(keys) }
            }

            fn encrypt(&self, blocks: &mut Lanes) {
                // SAFETY: `detect` has found every feature that the function enables.
                unsafe { self.encrypt_blocks(blocks) }
            }

            fn decrypt(&self, blocks: &mut Lanes) {
                // SAFETY: `detect` has found every feature that the function enables.
                unsafe { self.decrypt_blocks(blocks) }
            }
        }

        impl Drop for $engine {
            fn drop(&mut self) {
                let keys = self.0.as_flattened_mut().as_flattened_mut();
                bytemuck::cast_slice_mut::<_, u64>(keys).zeroize();
            }
        }
    };
}

engine! {
    /// A block to a vector.
    AesNi, "aesni", ["aes", "ssse3"] = "aes,ssse3", 2 of 8 __m128i,
    _mm_xor_si128, _mm_set1_epi32, _mm_shuffle_epi8, _mm_bslli_si128,
    _mm_aesenc_si128, _mm_aesenclast_si128, _mm_aesdec_si128, _mm_aesdeclast_si128
}

engine! {
    /// Two blocks to a vector.
    Vaes256, "vaes256", ["vaes", "avx2"] = "vaes,avx2", 1 of 8 __m256i,
    _mm256_xor_si256, _mm256_set1_epi32, _mm256_shuffle_epi8, _mm256_bslli_epi128,
    _mm256_aesenc_epi128, _mm256_aesenclast_epi128, _mm256_aesdec_epi128, _mm256_aesdeclast_epi128
}

engine! {
    /// Four blocks to a vector.
    Vaes512, "vaes512", ["vaes", "avx512f", "avx512bw"] = "vaes,avx512f,avx512bw", 1 of 4 __m512i,
    _mm512_xor_si512, _mm512_set1_epi32, _mm512_shuffle_epi8, _mm512_bslli_epi128,
    _mm512_aesenc_epi128, _mm512_aesenclast_epi128, _mm512_aesdec_epi128, _mm512_aesdeclast_epi128
}

/// Blocks in flight under one key.
const IN_FLIGHT: usize = 8;

/// One key by AES-NI.
pub(crate) struct NarrowAesNi([__m128i; ROUND_KEYS]);

impl NarrowAesNi {
    /// None if this processor cannot. There is no other way to make one.
    #[inline]
    pub(crate) fn detect() -> Option<Self> {
        let detected = is_x86_feature_detected!("aes") && is_x86_feature_detected!("ssse3");
        detected.then(|| Self(<_>::zeroed()))
    }

    #[target_feature(enable = "aes,ssse3")]
    fn expand_key(&mut self, key: &Block) {
        let mut key: __m128i = must_cast(*key);
        let [first, rest @ ..] = &mut self.0;
        *first = key;
        for (round, constant) in rest.iter_mut().zip(ROUND_CONSTANTS) {
            key = AesNi::next_round_key(key, constant);
            *round = key;
        }
    }

    #[target_feature(enable = "aes,ssse3")]
    fn encrypt_each(&self, blocks: &mut [Block]) {
        let (chunks, rest) = blocks.as_chunks_mut::<IN_FLIGHT>();
        for blocks in chunks {
            self.encrypt_blocks(blocks);
        }
        for block in rest {
            self.encrypt_blocks(std::array::from_mut(block));
        }
    }

    #[target_feature(enable = "aes,ssse3")]
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
    #[target_feature(enable = "aes,ssse3")]
    fn encrypt_blocks<const N: usize>(&self, blocks: &mut [Block; N]) {
        let [first, between @ .., last] = &self.0;
        let mut state: [__m128i; N] = must_cast(*blocks);
        for block in &mut state {
            *block = _mm_xor_si128(*block, *first);
        }
        for key in between {
            for block in &mut state {
                *block = _mm_aesenc_si128(*block, *key);
            }
        }
        for block in &mut state {
            *block = _mm_aesenclast_si128(*block, *last);
        }
        *blocks = must_cast(state);
    }

    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn decrypt_blocks<const N: usize>(&self, blocks: &mut [Block; N]) {
        let [first, between @ .., last] = &self.0;
        let mut state: [__m128i; N] = must_cast(*blocks);
        for block in &mut state {
            *block = _mm_xor_si128(*block, *last);
        }
        for key in between.iter().rev() {
            let key = _mm_aesimc_si128(*key);
            for block in &mut state {
                *block = _mm_aesdec_si128(*block, key);
            }
        }
        for block in &mut state {
            *block = _mm_aesdeclast_si128(*block, *first);
        }
        *blocks = must_cast(state);
    }

    #[inline]
    #[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
    pub(crate) fn expand(&mut self, key: &Block) {
        // SAFETY: `detect` has found every feature that the function enables.
        unsafe { self.expand_key(key) }
    }

    #[inline]
    #[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
    pub(crate) fn encrypt(&self, blocks: &mut [Block]) {
        // SAFETY: `detect` has found every feature that the function enables.
        unsafe { self.encrypt_each(blocks) }
    }

    #[inline]
    #[expect(unsafe_code, reason = "whoever has one has the processor's features: `detect`")]
    pub(crate) fn decrypt(&self, blocks: &mut [Block]) {
        // SAFETY: `detect` has found every feature that the function enables.
        unsafe { self.decrypt_each(blocks) }
    }
}

impl Drop for NarrowAesNi {
    fn drop(&mut self) {
        bytemuck::cast_slice_mut::<_, u64>(&mut self.0).zeroize();
    }
}
