//! `AUTHENTICATE` of an Ultralight C: both ends prove the key with two-key triple DES. Each block is chained to the
//! one that went before it, whichever way that went.
//!
//! Source: MF0ICU2 Rev. 3.3, "3DES authentication", "Programming of the 3DES key".

use std::fmt;

use des::TdesEde2;
use des::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use subtle::ConstantTimeEq as _;
use tapsmith_core::key::SlotKey;
use tapsmith_core::secret::{REDACTED, Reveal};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Command, bytes};
use crate::field::Heard;

/// What triple DES works on.
type Half = [u8; 8];

/// K1 and K2. Their parity bits mean nothing.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TripleDesKey(pub [u8; 16]);

/// Asks the card for its challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthenticateC;

/// What the card asks: `RndB`, encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChallengeC(Half);

/// Proves the key to the card; the reply says whether the card holds it too.
#[derive(Clone, PartialEq, Eq)]
pub struct ProveC {
    proof: [Half; 2],
    /// What a card that holds the key answers.
    expected: Half,
}

impl TripleDesKey {
    /// As delivered. Memory has it as "BREAKMEIFYOUCAN!".
    ///
    /// Source: MF0ICU2 Rev. 3.3, "Memory content at delivery".
    pub const fn factory() -> Self {
        Self(*b"IEMKAERB!NACUOYF")
    }

    /// What slot 0's key comes to: all its bytes. The factory's key stands for the factory's key.
    pub fn of(key: &SlotKey) -> Self {
        if *key == SlotKey::factory() { Self::factory() } else { Self(*key.key.reveal()) }
    }

    /// The key as memory holds it: each half backwards.
    pub fn in_memory(&self) -> Zeroizing<[u8; 16]> {
        let mut key = Zeroizing::new(self.0);
        key.as_chunks_mut::<8>().0.iter_mut().for_each(|half| half.reverse());
        key
    }
}

impl ChallengeC {
    /// The proof that the reader holds `key`, with a fresh random number of its own.
    pub fn answer(self, key: &TripleDesKey, rnd_a: [u8; 8]) -> ProveC {
        let Self(challenge) = self;
        let cipher = TdesEde2::new((&key.0).into());
        let mut rnd_b = Zeroizing::new(challenge);
        cipher.decrypt_block((&mut *rnd_b).into());
        rnd_b.rotate_left(1);
        let first = chained(&cipher, rnd_a, challenge);
        let second = chained(&cipher, *rnd_b, first);
        let mut turned = rnd_a;
        turned.rotate_left(1);
        ProveC { proof: [first, second], expected: chained(&cipher, turned, second) }
    }
}

/// A block of CBC behind `last`.
fn chained(cipher: &TdesEde2, mut block: Half, last: Half) -> Half {
    block.iter_mut().zip(last).for_each(|(byte, last)| *byte ^= last);
    cipher.encrypt_block((&mut block).into());
    block
}

impl Command for AuthenticateC {
    const NAME: &'static str = "AUTHENTICATE";
    type Reply = ChallengeC;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![0x1A, 0x00])
    }

    fn reply(&self, heard: &Heard) -> Option<ChallengeC> {
        let [0xAF, challenge @ ..] = bytes(heard)? else { return None };
        challenge.try_into().ok().map(ChallengeC)
    }
}

impl Command for ProveC {
    const NAME: &'static str = AuthenticateC::NAME;
    type Reply = bool;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&[0xAF], self.proof.as_flattened()].concat())
    }

    fn reply(&self, heard: &Heard) -> Option<bool> {
        let [0x00, answer @ ..] = bytes(heard)? else { return None };
        let answer: Half = answer.try_into().ok()?;
        Some(answer.ct_eq(&self.expected).into())
    }
}

impl fmt::Debug for TripleDesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// What the card should answer is for nobody's log.
impl fmt::Debug for ProveC {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProveC({REDACTED})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tapsmith_core::hex;
    use tapsmith_core::key::{AesKey, KeyVersion};

    fn heard(text: &str) -> Heard {
        let mut bytes = vec![0; text.len() / 2];
        hex::decode_into(text, &mut bytes).unwrap();
        Heard::Answer(bytes)
    }

    fn proof(challenge: &str, rnd_a: &str) -> ProveC {
        let challenge = AuthenticateC.reply(&heard(challenge)).unwrap();
        challenge.answer(&TripleDesKey::factory(), hex::decode(rnd_a).unwrap())
    }

    /// MF0ICU2 Rev. 3.3, 7.5.6: the data sheet's own dialogue, with the key of delivery.
    #[test]
    fn the_dialogue_of_the_data_sheet() {
        let proof = proof("AF577293FD2F34CA51", "A8AF3B256C75ED40");
        assert_eq!(hex::encode(&proof.frame()), "AF0A638559FC7737F9F15D7862EBBE967A");
        assert_eq!(proof.reply(&heard("003B884FA07C137CE1")), Some(true));
    }

    /// As a user of a real card published it.
    #[test]
    fn another_published_dialogue() {
        let proof = proof("AFCCF489BFB7B98605", "6E262630E299F94F");
        assert_eq!(hex::encode(&proof.frame()), "AFAB7AF6C6E76675F52B9FF40021A8E2D6");
    }

    /// A card that does not hold the key is told by any bit of its answer.
    #[test]
    fn a_card_that_only_says_yes() {
        let proof = proof("AF577293FD2F34CA51", "A8AF3B256C75ED40");
        for bit in 8..72 {
            let Heard::Answer(mut answer) = heard("003B884FA07C137CE1") else { return };
            answer[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(proof.reply(&Heard::Answer(answer)), Some(false), "bit {bit}");
        }
        for other in ["00", "", "003B884FA07C137C", "AF3B884FA07C137CE1"] {
            assert_eq!(proof.reply(&heard(other)), None, "{other}");
        }
        assert_eq!(AuthenticateC.reply(&heard("00577293FD2F34CA51")), None);
    }

    /// MF0ICU2 Rev. 3.3, "Programming of the 3DES key": its example, and the key of delivery.
    #[test]
    fn memory_holds_each_half_backwards() {
        let key = AesKey::from_hex("000102030405060708090A0B0C0D0E0F").unwrap();
        let key = TripleDesKey::of(&SlotKey { key, version: KeyVersion(1) });
        assert_eq!(hex::encode(&*key.in_memory()), "07060504030201000F0E0D0C0B0A0908");
        let factory = TripleDesKey::of(&SlotKey::factory());
        assert_eq!(&*factory.in_memory(), b"BREAKMEIFYOUCAN!");
        assert_eq!(format!("{factory:?}"), REDACTED);
    }
}
