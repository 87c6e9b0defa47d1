//! A session in LRP mode: no IV, but a counter of blocks that both sides keep.
//!
//! Source: NT4H2421Gx Rev. 3.0, "LRP secure messaging", "LRP session key generation"; AN12321.

use tapsmith_core::aes::Block;
use tapsmith_core::bytes::join;
use tapsmith_core::key::AesKey;
use tapsmith_core::lrp::Lrp;
use zeroize::Zeroize;

use super::aes::mixed;

/// `SesAuthMACKey`, `SesAuthENCKey` and `EncCtr`.
#[derive(Debug)]
pub struct LrpSession {
    mac: Lrp,
    enc: Lrp,
    blocks: [u8; 4],
}

impl LrpSession {
    /// From the session's master key, an LRP-CMAC over the session vector. `EncCtr` is 0.
    pub(super) fn derive(key: &AesKey, rnd_a: &Block, rnd_b: &Block) -> Self {
        let mut vector = vector(rnd_a, rnd_b);
        let master = AesKey::init_with(|out| *out = Lrp::new(key).cmac(&[&vector]));
        vector.zeroize();
        let [mac, enc] = Lrp::session(&master);
        Self { mac, enc, blocks: [0; 4] }
    }

    pub(super) fn mac(&self, parts: &[&[u8]]) -> Block {
        self.mac.cmac(parts)
    }

    pub(super) fn encrypt(&mut self, blocks: &mut [Block]) {
        self.enc.encrypt(&mut self.blocks, blocks);
    }

    pub(super) fn decrypt(&mut self, blocks: &mut [Block]) {
        self.enc.decrypt(&mut self.blocks, blocks);
    }
}

/// `0001 0080 ‖` what both random numbers make together `‖ 9669`
pub(super) fn vector(rnd_a: &Block, rnd_b: &Block) -> [u8; 32] {
    join(&[&[0x00, 0x01, 0x00, 0x80], &mixed(rnd_a, rnd_b), &[0x96, 0x69]])
}
