//! Upper-case hex, sixteen digits at a time.

/// `N` bytes from `2 * N` upper-case hex digits; none from anything else. Without a branch on what the digits say.
#[inline]
pub fn decode_upper<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    let (blocks, rest) = bytes.as_chunks_mut::<16>();
    let (digits, rest_of_digits) = digits.as_chunks::<32>();
    let mut good = true;
    for (block, digits) in blocks.iter_mut().zip(digits) {
        good &= vectors::decode_block(digits, block);
    }
    let (halves, rest) = rest.as_chunks_mut::<8>();
    let (digits, rest_of_digits) = rest_of_digits.as_chunks::<16>();
    for (half, digits) in halves.iter_mut().zip(digits) {
        good &= vectors::decode_half(digits, half);
    }
    good &= portable::decode(rest_of_digits, rest);
    good.then_some(bytes)
}

/// Two digits at a time, in a form that compilers turn into vectors.
mod portable {
    #[inline]
    pub(super) fn decode(digits: &[u8], bytes: &mut [u8]) -> bool {
        let (pairs, _) = digits.as_chunks::<2>();
        let mut bad = 0;
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            let (high, low) = (worth(*high), worth(*low));
            bad |= high | low;
            *byte = high << 4 | low & 0x0F;
        }
        bad < 0x10
    }

    /// What the digit is worth; more than 15 if it is none.
    #[inline]
    const fn worth(digit: u8) -> u8 {
        let (number, letter) = (digit.wrapping_sub(b'0'), digit.wrapping_sub(b'A'));
        let letter = if letter < 6 { letter + 10 } else { 0xFF };
        if number < 10 { number } else { letter }
    }
}

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
mod vectors {
    #[inline]
    pub(super) fn decode_block(digits: &[u8; 32], block: &mut [u8; 16]) -> bool {
        super::portable::decode(digits, block)
    }

    #[inline]
    pub(super) fn decode_half(digits: &[u8; 16], half: &mut [u8; 8]) -> bool {
        super::portable::decode(digits, half)
    }
}

/// SSE2, which every processor of the architecture has.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod vectors {
    #[cfg_attr(
        not(test),
        expect(clippy::wildcard_imports, reason = "a list of instructions would say nothing")
    )]
    use std::arch::x86_64::*;

    use bytemuck::must_cast;

    #[inline]
    #[expect(unsafe_code, reason = "SSE2 is there when it is compiled for")]
    pub(super) fn decode_block(digits: &[u8; 32], block: &mut [u8; 16]) -> bool {
        // SAFETY: this module is there only where the whole program is compiled for SSE2.
        unsafe { block_of(digits, block) }
    }

    #[inline]
    #[expect(unsafe_code, reason = "SSE2 is there when it is compiled for")]
    pub(super) fn decode_half(digits: &[u8; 16], half: &mut [u8; 8]) -> bool {
        // SAFETY: this module is there only where the whole program is compiled for SSE2.
        unsafe { half_of(digits, half) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn block_of(digits: &[u8; 32], block: &mut [u8; 16]) -> bool {
        let [first, second]: [__m128i; 2] = must_cast(*digits);
        let ((first, good), (second, also_good)) = (bytes_in_words(first), bytes_in_words(second));
        *block = must_cast(_mm_packus_epi16(first, second));
        all(_mm_and_si128(good, also_good))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn half_of(digits: &[u8; 16], half: &mut [u8; 8]) -> bool {
        let (words, good) = bytes_in_words(must_cast(*digits));
        *half = must_cast(_mm_cvtsi128_si64(_mm_packus_epi16(words, words)));
        all(good)
    }

    /// The bytes that the digits are, each in a word of two bytes; and which of the digits are digits.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn bytes_in_words(digits: __m128i) -> (__m128i, __m128i) {
        let number = _mm_sub_epi8(digits, _mm_set1_epi8(0x30));
        let letter = _mm_sub_epi8(digits, _mm_set1_epi8(0x41));
        let is_number = at_most(number, 9);
        let is_letter = at_most(letter, 5);
        let number = _mm_and_si128(number, is_number);
        let letter = _mm_and_si128(_mm_add_epi8(letter, _mm_set1_epi8(10)), is_letter);
        let worth = _mm_or_si128(number, letter);
        // The first digit of two is the low byte of their word.
        let words = _mm_or_si128(_mm_slli_epi16::<4>(worth), _mm_srli_epi16::<8>(worth));
        (_mm_and_si128(words, _mm_set1_epi16(0xFF)), _mm_or_si128(is_number, is_letter))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn at_most(bytes: __m128i, most: i8) -> __m128i {
        _mm_cmpeq_epi8(bytes, _mm_min_epu8(bytes, _mm_set1_epi8(most)))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn all(good: __m128i) -> bool {
        _mm_movemask_epi8(good) == 0xFFFF
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each byte in each place of each width says what the standard library's digits say.
    #[test]
    fn is_what_the_standard_library_reads() {
        every_byte_everywhere::<3>();
        every_byte_everywhere::<7>();
        every_byte_everywhere::<8>();
        every_byte_everywhere::<16>();
        every_byte_everywhere::<24>();
        every_byte_everywhere::<47>();
    }

    fn every_byte_everywhere<const N: usize>() {
        for at in 0..2 * N {
            for byte in 0..=u8::MAX {
                let mut digits: Vec<u8> =
                    b"0123456789ABCDEF".iter().copied().cycle().take(2 * N).collect();
                digits[at] = byte;
                assert_eq!(decode_upper::<N>(&digits), by_others(&digits), "{at}: {byte}");
            }
        }
    }

    fn by_others<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
        let text = str::from_utf8(digits).ok()?;
        let written_so = |pair: &str| {
            let byte = u8::from_str_radix(pair, 16).ok()?;
            (format!("{byte:02X}") == pair).then_some(byte)
        };
        let pairs = (0..N).map(|n| text.get(2 * n..2 * n + 2).and_then(written_so));
        pairs.collect::<Option<Vec<_>>>()?.try_into().ok()
    }

    #[test]
    fn any_other_length_is_none() {
        for length in (0..80).filter(|length| *length != 32) {
            assert_eq!(decode_upper::<16>(&vec![b'0'; length]), None, "{length}");
        }
    }
}
