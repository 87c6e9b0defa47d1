//! The keys of a session, as the card makes them.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Session key generation".

use tapsmith_core::aes::{Block, cmac};
use tapsmith_core::bytes::join;
use tapsmith_core::key::AesKey;
use zeroize::Zeroizing;

const ENC: [u8; 6] = [0xA5, 0x5A, 0x00, 0x01, 0x00, 0x80];
const MAC: [u8; 6] = [0x5A, 0xA5, 0x00, 0x01, 0x00, 0x80];

/// `SesAuthENCKey` and `SesAuthMACKey`.
#[derive(Debug, Clone)]
pub(super) struct SessionKeys {
    pub(super) enc: AesKey,
    pub(super) mac: AesKey,
}

impl SessionKeys {
    /// From the key authenticated with, and both random numbers.
    pub(super) fn new(key: &AesKey, rnd_a: &Block, rnd_b: &Block) -> Self {
        let derive = |label| {
            let vector = vector(label, rnd_a, rnd_b);
            AesKey::init_with(|out| *out = cmac(key, &[vector.as_slice()]))
        };
        Self { enc: derive(ENC), mac: derive(MAC) }
    }
}

/// SV1 or SV2. The data sheet counts bytes from the right: `RndA[15..8]` is the first half. Six
/// bytes of it, from the third on, are mixed with the first six of RndB, whose other ten follow,
/// and then the second half of RndA.
fn vector(label: [u8; 6], rnd_a: &Block, rnd_b: &Block) -> Zeroizing<[u8; 32]> {
    let (a_first, a_second) = rnd_a.split_at(8);
    let (b_mixed, b_rest) = rnd_b.split_at(6);
    let mut vector = Zeroizing::new(join(&[&label, a_first, b_rest, a_second]));
    for (byte, b) in vector.iter_mut().skip(8).zip(b_mixed) {
        *byte ^= b;
    }
    vector
}
