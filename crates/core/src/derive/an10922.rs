//! NXP AN10922, "Symmetric key diversifications", section "AES-128 key".

use thiserror::Error;
use zeroize::Zeroizing;

use crate::aes::{Block, Cipher, CmacKey, double, xor};
use crate::bytes::join;
use crate::key::AesKey;

/// What makes a diversified key differ from its siblings: 1 to 31 bytes, called M in AN10922.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiversificationInput(Vec<u8>);

/// AN10922 diversifies over 1 to 31 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a diversification input has 1 to 31 bytes, not {0}")]
pub struct InputLength(pub usize);

impl TryFrom<&[u8]> for DiversificationInput {
    type Error = InputLength;

    fn try_from(input: &[u8]) -> Result<Self, InputLength> {
        match input.len() {
            1..=31 => Ok(Self(input.to_vec())),
            length => Err(InputLength(length)),
        }
    }
}

impl DiversificationInput {
    /// For inputs whose length is fixed by their format, and within the limits.
    pub(super) fn fixed<const N: usize>(input: [u8; N]) -> Self {
        const { assert!(1 <= N && N <= 31) };
        Self(input.to_vec())
    }
}

/// The key diversified from `master` over `input`.
///
/// This is CMAC over `01 ‖ M`, but always padded to two blocks: a plain CMAC would take one block
/// for an input of 15 bytes or fewer and give another key.
pub fn diversify(master: &AesKey, input: &DiversificationInput) -> AesKey {
    let cipher = Cipher::new(master);
    let [first, last] = message(&input.0);
    let subkey = Zeroizing::new(subkey(&cipher, input.0.len()));
    let last = xor(xor(last, &subkey), &cipher.encrypt(first));
    AesKey::init_with(|key| *key = cipher.encrypt(last))
}

/// CMAC over messages of 17 to 31 bytes under one key, its schedule and its K2 made once.
pub(super) struct TwoBlockCmac(CmacKey);

impl TwoBlockCmac {
    pub(super) fn new(key: &AesKey) -> Self {
        Self(CmacKey::new(key))
    }

    /// The first block, gone through AES.
    pub(super) fn first(&self, block: Block) -> Block {
        self.0.encrypt(block)
    }

    /// What the last block of AES is given: `first` from [`TwoBlockCmac::first`], `last` padded with `80 00 ..`.
    pub(super) fn last_input(&self, first: Block, last: Block) -> Block {
        self.0.padded_last_input(first, last)
    }

    /// The last block of AES, of many MACs at once.
    pub(super) fn encrypt(&self, inputs: &mut [Block]) {
        self.0.encrypt_each(inputs);
    }
}

/// `01 ‖ M`, padded with `80 00 ..` to two blocks.
fn message(input: &[u8]) -> [Block; 2] {
    let bytes: [u8; 32] = join(&[&[0x01], input, &[0x80]]);
    let (blocks, _) = bytes.as_chunks();
    blocks.try_into().unwrap_or_default()
}

/// CMAC's K1 for a message that fills both blocks, else K2 (NIST SP 800-38B, "Subkey generation").
fn subkey(cipher: &Cipher, input_length: usize) -> Block {
    let k1 = double(cipher.encrypt([0; 16]));
    if input_length == 31 { k1 } else { double(k1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aes::cmac;
    use crate::secret::Reveal;
    use tapsmith_testkit::vectors;

    #[test]
    fn published_vector() {
        let case = vectors::case("key_diversification", "aes_128");
        let master = AesKey::from_hex(case.text("master_key")).unwrap();
        let input = case.hex("diversification_input");
        let key = diversify(&master, &input.as_slice().try_into().unwrap());
        assert_eq!(key.reveal(), &case.array("diversified_key"));
    }

    /// From 16 bytes on, AN10922 is the CMAC of NIST SP 800-38B; below, it is not.
    #[test]
    fn is_a_plain_cmac_only_from_sixteen_bytes_on() {
        let master = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
        for length in 1..=31 {
            let input = vec![0xA5; length];
            let plain = cmac(&master, &[&[0x01], &input]);
            let key = diversify(&master, &input.as_slice().try_into().unwrap());
            assert_eq!(key.reveal() == &plain, length >= 16, "{length} bytes");
        }
    }

    /// The crate `ntag424` has AN10922 too, written by others on the same block cipher.
    #[test]
    fn another_implementation_agrees_on_every_length() {
        let master = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
        for length in 1..=31 {
            let input = vec![0x5A; length];
            let key = diversify(&master, &input.as_slice().try_into().unwrap());
            let theirs = ntag424::key_diversification::diversify_aes128(master.reveal(), &input);
            assert_eq!(key.reveal(), &theirs, "{length} bytes");
        }
    }

    #[test]
    fn input_is_bounded() {
        assert_eq!(DiversificationInput::try_from(&[][..]), Err(InputLength(0)));
        assert_eq!(DiversificationInput::try_from(&[0; 32][..]), Err(InputLength(32)));
    }
}
