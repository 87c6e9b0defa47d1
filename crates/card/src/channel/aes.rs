//! A session in AES mode.
//!
//! Source: NT4H2421Gx Rev. 3.0, "AES secure messaging", "Session key generation"; AN12196, "Standard
//! secure messaging".

use tapsmith_core::aes::{Block, Cipher, cmac};
use tapsmith_core::bytes::join;
use tapsmith_core::key::AesKey;
use zeroize::Zeroize;

use super::suite::{Direction, Moment};

/// `SesAuthENCKey` and `SesAuthMACKey`.
#[derive(Debug)]
pub struct AesSession {
    /// Encrypts.
    pub enc: AesKey,
    /// Authenticates.
    pub mac: AesKey,
}

impl AesSession {
    /// CMAC over SV1 and SV2.
    pub(super) fn derive(key: &AesKey, rnd_a: &Block, rnd_b: &Block) -> Self {
        let session_key = |label: [u8; 2]| {
            let mut vector = vector(label, rnd_a, rnd_b);
            let session_key = AesKey::init_with(|out| *out = cmac(key, &[&vector]));
            vector.zeroize();
            session_key
        };
        Self { enc: session_key([0xA5, 0x5A]), mac: session_key([0x5A, 0xA5]) }
    }

    pub(super) fn mac(&self, parts: &[&[u8]]) -> Block {
        cmac(&self.mac, parts)
    }

    pub(super) fn encrypt(&self, moment: Moment, blocks: &mut [Block]) {
        let cipher = Cipher::new(&self.enc);
        cipher.cbc_encrypt(&iv(&cipher, moment), blocks);
    }

    pub(super) fn decrypt(&self, moment: Moment, blocks: &mut [Block]) {
        let cipher = Cipher::new(&self.enc);
        cipher.cbc_decrypt(&iv(&cipher, moment), blocks);
    }
}

/// `label ‖ 0001 0080 ‖` what both random numbers make together.
fn vector(label: [u8; 2], rnd_a: &Block, rnd_b: &Block) -> [u8; 32] {
    join(&[&label, &[0x00, 0x01, 0x00, 0x80], &mixed(rnd_a, rnd_b)])
}

/// `RndA[0..2] ‖ RndA[2..8] ^ RndB[0..6] ‖ RndB[6..16] ‖ RndA[8..16]`, counted from the first byte sent.
pub(super) fn mixed(rnd_a: &Block, rnd_b: &Block) -> [u8; 26] {
    let [a0, a1, a_rest @ ..] = rnd_a;
    let mut mixed = [0; 6];
    for ((out, a), b) in mixed.iter_mut().zip(a_rest).zip(rnd_b) {
        *out = a ^ b;
    }
    let (_, b_tail) = rnd_b.split_at(6);
    let (_, a_tail) = rnd_a.split_at(8);
    join(&[&[*a0, *a1], &mixed, b_tail, a_tail])
}

pub(super) fn iv(cipher: &Cipher, moment: Moment) -> Block {
    let label = match moment.direction {
        Direction::ToCard => [0xA5, 0x5A],
        Direction::FromCard => [0x5A, 0xA5],
    };
    cipher.encrypt(join(&[&label, &moment.ti, &moment.counter.to_le_bytes()]))
}
