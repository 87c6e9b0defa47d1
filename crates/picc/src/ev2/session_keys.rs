//! The keys of a session, as the card makes and uses them.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Session key generation", "AES secure messaging", "LRP secure
//! messaging". The primitives of `tapsmith_core` are the reader's too; published vectors stand
//! against them.

use tapsmith_core::aes::{Block, Cipher, cmac};
use tapsmith_core::bytes::join;
use tapsmith_core::key::AesKey;
use tapsmith_core::lrp::Lrp;
use tapsmith_core::suite::Suite;
use zeroize::Zeroizing;

const ENC: [u8; 6] = [0xA5, 0x5A, 0x00, 0x01, 0x00, 0x80];
const MAC: [u8; 6] = [0x5A, 0xA5, 0x00, 0x01, 0x00, 0x80];
const LRP_HEAD: [u8; 4] = [0x00, 0x01, 0x00, 0x80];
const LRP_TAIL: [u8; 2] = [0x96, 0x69];

/// `SesAuthENCKey` and `SesAuthMACKey`.
#[derive(Debug, Clone)]
pub(crate) enum SessionKeys {
    /// In AES mode.
    Aes { enc: AesKey, mac: AesKey },
    /// In LRP mode.
    Lrp {
        enc: Lrp,
        mac: Lrp,
        /// `EncCtr`: blocks encrypted and decrypted so far, in either direction.
        blocks: u32,
    },
}

impl SessionKeys {
    /// From the key authenticated with, and both random numbers.
    pub(crate) fn new(suite: Suite, key: &AesKey, rnd_a: &Block, rnd_b: &Block) -> Self {
        match suite {
            Suite::Aes => {
                let derive = |label: [u8; 6]| {
                    let vector = vector(&label, rnd_a, rnd_b, &[]);
                    AesKey::init_with(|out| *out = cmac(key, &[vector.as_slice()]))
                };
                Self::Aes { enc: derive(ENC), mac: derive(MAC) }
            }
            Suite::Lrp => {
                let vector = vector(&LRP_HEAD, rnd_a, rnd_b, &LRP_TAIL);
                let master =
                    AesKey::init_with(|out| *out = Lrp::new(key).cmac(&[vector.as_slice()]));
                let [mac, enc] = Lrp::session(&master);
                Self::Lrp { enc, mac, blocks: 0 }
            }
        }
    }

    /// The MAC, not yet cut to half its length.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> Block {
        match self {
            Self::Aes { mac, .. } => cmac(mac, parts),
            Self::Lrp { mac, .. } => mac.cmac(parts),
        }
    }

    /// Encrypts in place. `start` is what AES begins with, before it is encrypted itself; LRP goes
    /// on counting blocks.
    pub(crate) fn encrypt(&mut self, start: Block, data: &mut [Block]) {
        match self {
            Self::Aes { enc, .. } => {
                let cipher = Cipher::new(enc);
                cipher.cbc_encrypt(&cipher.encrypt(start), data);
            }
            Self::Lrp { enc, blocks, .. } => {
                let mut counter = blocks.to_be_bytes();
                enc.encrypt(&mut counter, data);
                *blocks = u32::from_be_bytes(counter);
            }
        }
    }

    /// Decrypts in place.
    pub(crate) fn decrypt(&mut self, start: Block, data: &mut [Block]) {
        match self {
            Self::Aes { enc, .. } => {
                let cipher = Cipher::new(enc);
                cipher.cbc_decrypt(&cipher.encrypt(start), data);
            }
            Self::Lrp { enc, blocks, .. } => {
                let mut counter = blocks.to_be_bytes();
                enc.decrypt(&mut counter, data);
                *blocks = u32::from_be_bytes(counter);
            }
        }
    }
}

/// The session vector between `head` and `tail`. The data sheet counts bytes from the right:
/// `RndA[15..14]` are the first two. The six behind them are mixed with the first six of RndB, whose
/// other ten follow, and then the second half of RndA.
fn vector(head: &[u8], rnd_a: &Block, rnd_b: &Block, tail: &[u8]) -> Zeroizing<[u8; 32]> {
    let (a_first, a_second) = rnd_a.split_at(8);
    let (b_mixed, b_rest) = rnd_b.split_at(6);
    let mut vector = Zeroizing::new(join(&[head, a_first, b_rest, a_second, tail]));
    for (byte, b) in vector.iter_mut().skip(head.len() + 2).zip(b_mixed) {
        *byte ^= b;
    }
    vector
}
