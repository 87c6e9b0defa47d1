//! The two keys of a session.

use tapsmith_core::aes::{Block, cmac};
use tapsmith_core::bytes::join;
use tapsmith_core::key::AesKey;
use zeroize::Zeroize;

/// `SesAuthENCKey` and `SesAuthMACKey`.
#[derive(Debug)]
pub struct SessionKeys {
    /// Encrypts.
    pub enc: AesKey,
    /// Authenticates.
    pub mac: AesKey,
}

impl SessionKeys {
    /// From the key authenticated with and both random numbers.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Session key generation": CMAC over SV1 and SV2.
    pub fn derive(key: &AesKey, rnd_a: &Block, rnd_b: &Block) -> Self {
        let session_key = |label: [u8; 2]| {
            let mut vector = session_vector(label, rnd_a, rnd_b);
            let session_key = AesKey::init_with(|out| *out = cmac(key, &[&vector]));
            vector.zeroize();
            session_key
        };
        Self { enc: session_key([0xA5, 0x5A]), mac: session_key([0x5A, 0xA5]) }
    }
}

/// `label ‖ 0001 0080 ‖ RndA[0..2] ‖ RndA[2..8] ^ RndB[0..6] ‖ RndB[6..16] ‖ RndA[8..16]`, counted
/// from the first byte sent.
fn session_vector(label: [u8; 2], rnd_a: &Block, rnd_b: &Block) -> [u8; 32] {
    let [a0, a1, a_rest @ ..] = rnd_a;
    let mut mixed = [0; 6];
    for ((out, a), b) in mixed.iter_mut().zip(a_rest).zip(rnd_b) {
        *out = a ^ b;
    }
    let (_, b_tail) = rnd_b.split_at(6);
    let (_, a_tail) = rnd_a.split_at(8);
    join(&[&label, &[0x00, 0x01, 0x00, 0x80], &[*a0, *a1], &mixed, b_tail, a_tail])
}
