//! AUTHENTICATE of an Ultralight AES, and of an NTAG 224 DNA: both ends prove a key with AES, each message a chain of its own. Key 0
//! opens memory; key 1 of an Ultralight AES tells the UID alone.
//!
//! Source: proxmark3 and stustapay (code); the latter drives real cards in production. NXP's own key, number
//! 2, is nobody's here, and refused.

use std::fmt;

use subtle::ConstantTimeEq as _;
use tapsmith_card::field::Heard;
use tapsmith_core::aes::{Block, Cipher};
use tapsmith_core::key::AesKey;
use tapsmith_core::random::Random;
use tapsmith_core::secret::REDACTED;
use zeroize::Zeroizing;

use super::authenticate::{self, DONE, MORE, rotated};
use crate::type2::chip::Family;
use crate::type2::guard::{aes, dna};
use crate::type2::messaging::Messaging;
use crate::type2::refusal::Refusal;
use crate::type2::unknowns::WrongPassword;
use crate::type2::volatile::{Pending, Shown};
use crate::type2::{Reply, Type2};

/// Which key was asked for, and RndB.
pub(in crate::type2) struct Challenge {
    key: AesKey,
    opens: Shown,
    rnd_b: Zeroizing<Block>,
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Challenge({:?}, {REDACTED})", self.opens)
    }
}

pub(super) fn begin<R: Random>(
    chip: &mut Type2,
    body: &[u8],
    random: &mut R,
) -> Result<Reply, R::Error> {
    let (key, opens) = match chip.exactly(body).and_then(|[number]| chip.aes_key(number)) {
        Ok(key) => key,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut rnd_b = Zeroizing::new([0; 16]);
    random.fill(&mut *rnd_b)?;
    let sent = Cipher::new(&key).encrypt(*rnd_b);
    chip.volatile.messaging = None;
    let challenge = authenticate::Challenge::Aes(Challenge { key, opens, rnd_b });
    chip.volatile.pending = Some(Pending::Authentication(challenge));
    Ok(Ok(Heard::Answer([&[MORE], &sent[..]].concat())))
}

pub(super) fn finish(chip: &mut Type2, challenge: &Challenge, proof: &[u8]) -> Reply {
    let Challenge { key, opens, rnd_b } = challenge;
    let ([first, second], []) = proof.as_chunks::<16>() else {
        return Err(chip.failed(WrongPassword::Nak));
    };
    let mut plain = Zeroizing::new([*first, *second]);
    let cipher = Cipher::new(key);
    cipher.cbc_decrypt(&[0; 16], &mut *plain);
    let [rnd_a, turned] = &*plain;
    if !bool::from(turned.ct_eq(&rotated(**rnd_b))) {
        return Err(chip.failed(WrongPassword::Nak));
    }
    chip.passed(*opens);
    let [options, ..] = chip.volatile.latched.page(aes::CFG0);
    if chip.memory.chip.family() == Family::Aes && options & aes::MESSAGING != 0 {
        chip.volatile.messaging = Some(Messaging::new(key, rnd_a, rnd_b));
    }
    Ok(Heard::Answer([&[DONE], &cipher.encrypt(rotated(*rnd_a))[..]].concat()))
}

impl Type2 {
    /// A key, and what it opens. Memory holds it backwards.
    fn aes_key(&self, number: u8) -> Result<(AesKey, Shown), Refusal> {
        self.admit()?;
        let (place, opens) = match (self.memory.chip.family(), number) {
            (Family::DnaAes, 0) => (dna::AES_KEY, Shown::Key),
            (Family::Aes, 0) => (aes::DATA_KEY, Shown::Key),
            (Family::Aes, 1) => (aes::UID_KEY, Shown::UidKey),
            _ => return Err(Refusal::ARGUMENT),
        };
        let stored = self.secrets().four(place);
        let key = AesKey::init_with(|key| {
            *key = *stored;
            key.reverse();
        });
        Ok((key, opens))
    }
}
