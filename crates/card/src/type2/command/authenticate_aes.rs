//! `AUTHENTICATE` of an Ultralight AES: both ends prove a key with AES, and each message is a chain of its own that
//! begins with zeros.
//!
//! Source: proxmark3 and stustapay (code), the latter on real cards; see `hardware-notes/ultralight.md`.

use std::fmt;

use subtle::ConstantTimeEq as _;
use tapsmith_core::aes::{Block, Cipher};
use tapsmith_core::key::AesKey;
use tapsmith_core::secret::{REDACTED, Reveal};
use zeroize::Zeroizing;

use super::{Command, bytes};
use crate::field::Heard;

/// Asks the card for its challenge to one of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthenticateAes {
    /// Which: 0 opens memory, 1 only tells a hidden UID.
    pub key: u8,
}

/// What the card asks: `RndB`, encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChallengeAes(Block);

/// Proves the key to the card; the reply says whether the card holds it too.
#[derive(Clone, PartialEq, Eq)]
pub struct ProveAes {
    proof: [Block; 2],
    /// What a card that holds the key answers.
    expected: Block,
}

/// A key as memory holds it: backwards.
pub(in crate::type2) fn in_memory(key: &AesKey) -> Zeroizing<Block> {
    let mut bytes = Zeroizing::new(*key.reveal());
    bytes.reverse();
    bytes
}

impl AuthenticateAes {
    /// The key that opens memory, `DataProtKey`.
    pub const DATA: Self = Self { key: 0 };
}

impl ChallengeAes {
    /// The proof that the reader holds `key`, with a fresh random number of its own.
    pub fn answer(self, key: &AesKey, rnd_a: &Block) -> ProveAes {
        let Self(challenge) = self;
        let cipher = Cipher::new(key);
        let mut rnd_b = Zeroizing::new(cipher.decrypt(challenge));
        rnd_b.rotate_left(1);
        let mut proof = [*rnd_a, *rnd_b];
        cipher.cbc_encrypt(&[0; 16], &mut proof);
        let mut turned = *rnd_a;
        turned.rotate_left(1);
        ProveAes { proof, expected: cipher.encrypt(turned) }
    }
}

impl Command for AuthenticateAes {
    const NAME: &'static str = "AUTHENTICATE";
    type Reply = ChallengeAes;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x1A, self.key])
    }

    fn reply(&self, heard: &Heard) -> Option<ChallengeAes> {
        let [0xAF, challenge @ ..] = bytes(heard)? else { return None };
        challenge.try_into().ok().map(ChallengeAes)
    }
}

impl Command for ProveAes {
    const NAME: &'static str = AuthenticateAes::NAME;
    type Reply = bool;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&[0xAF], self.proof.as_flattened()].concat())
    }

    fn reply(&self, heard: &Heard) -> Option<bool> {
        let [0x00, answer @ ..] = bytes(heard)? else { return None };
        let answer: Block = answer.try_into().ok()?;
        Some(answer.ct_eq(&self.expected).into())
    }
}

/// What the card should answer is for nobody's log.
impl fmt::Debug for ProveAes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProveAes({REDACTED})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tapsmith_core::hex;

    const ZEROS: &str = "00000000000000000000000000000000";
    const COUNTED: &str = "000102030405060708090A0B0C0D0E0F";

    fn heard(text: &str) -> Heard {
        let mut bytes = vec![0; text.len() / 2];
        hex::decode_into(text, &mut bytes).unwrap();
        Heard::Answer(bytes)
    }

    /// Both random numbers are those of a dialogue with a real card (the tests of stustapay); the blocks were made
    /// with OpenSSL 3.
    #[test]
    fn a_published_dialogue_under_two_keys() {
        let cases = [
            (
                ZEROS,
                "AF374142DAFB0AB97183D846EB7ED379E0",
                "AF794693B2A31E7F10964A2BD834590AC485F84E9F8B13197AB32433346F60B821",
                "00A17673DCC20D27EE80584ACCFC39E0A3",
            ),
            (
                COUNTED,
                "AF2C5765A6AEFE2BC9DF729233DFFE070D",
                "AF8823780D098E4E61518F16EAD4488BFD89E5BCAF6D112F1AA1F7BF95A75E4A43",
                "000B81D0D8EB184AFEF0B91F00753FDFF6",
            ),
        ];
        let rnd_a = hex::decode("42BDF7E08E110F14B6D3323D14F1C2B9").unwrap();
        for (key, challenge, proof, answer) in cases {
            let key = AesKey::from_hex(key).unwrap();
            let challenge = AuthenticateAes::DATA.reply(&heard(challenge)).unwrap();
            let prove = challenge.answer(&key, &rnd_a);
            assert_eq!(hex::encode(&prove.frame()), proof);
            assert_eq!(prove.reply(&heard(answer)), Some(true));
            let other = answer.replace(['0', '1'], "2");
            assert_eq!(prove.reply(&heard(&other.replacen("22", "00", 1))), Some(false));
            assert_eq!(prove.reply(&heard("00")), None);
            assert_eq!(prove.reply(&heard(&answer.replacen("00", "AF", 1))), None);
        }
    }

    /// As stustapay writes it to real cards: page 30 is k15 k14 k13 k12.
    #[test]
    fn memory_holds_it_backwards() {
        let key = AesKey::from_hex(COUNTED).unwrap();
        assert_eq!(hex::encode(&*in_memory(&key)), "0F0E0D0C0B0A09080706050403020100");
    }
}
