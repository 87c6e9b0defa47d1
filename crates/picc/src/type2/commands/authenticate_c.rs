//! AUTHENTICATE of an Ultralight C: both ends prove the key with two-key triple DES. Each block is chained to
//! the one that went before it, whichever way that went.
//!
//! Source: MF0ICU2 Rev. 3.3, "3DES authentication", "Programming of the 3DES key". A key written is the key
//! from the next activation on. Nothing is counted.

use std::fmt;

use des::TdesEde2;
use des::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit as _};
use subtle::ConstantTimeEq as _;
use tapsmith_card::field::Heard;
use tapsmith_core::random::Random;
use tapsmith_core::secret::REDACTED;
use zeroize::Zeroizing;

use super::authenticate::{self, DONE, MORE, rotated, xor};
use crate::type2::guard::c;
use crate::type2::refusal::Refusal;
use crate::type2::volatile::{Pending, Shown};
use crate::type2::{Reply, Type2};

type Half = [u8; 8];

/// RndB, and the block it went out in.
pub(in crate::type2) struct Challenge {
    rnd_b: Zeroizing<Half>,
    sent: Half,
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Challenge({REDACTED})")
    }
}

pub(super) fn begin<R: Random>(
    chip: &mut Type2,
    body: &[u8],
    random: &mut R,
) -> Result<Reply, R::Error> {
    match chip.exactly(body) {
        Ok([0x00]) => {}
        Ok(_) => return Ok(Err(Refusal::ARGUMENT)),
        Err(refusal) => return Ok(Err(refusal)),
    }
    let mut rnd_b = Zeroizing::new([0; 8]);
    random.fill(&mut *rnd_b)?;
    let sent = encrypt(&chip.triple_des(), *rnd_b);
    let challenge = authenticate::Challenge::TripleDes(Challenge { rnd_b, sent });
    chip.volatile.pending = Some(Pending::Authentication(challenge));
    Ok(Ok(Heard::Answer([&[MORE], &sent[..]].concat())))
}

pub(super) fn finish(chip: &mut Type2, challenge: &Challenge, proof: &[u8]) -> Reply {
    let ([first, second], []) = proof.as_chunks::<8>() else { return Err(Refusal::ARGUMENT) };
    let cipher = chip.triple_des();
    let rnd_a = xor(decrypt(&cipher, *first), &challenge.sent);
    let turned = xor(decrypt(&cipher, *second), first);
    if !bool::from(turned.ct_eq(&rotated(*challenge.rnd_b))) {
        return Err(Refusal::ARGUMENT);
    }
    chip.volatile.shown = Some(Shown::Key);
    let answer = encrypt(&cipher, xor(rotated(rnd_a), second));
    Ok(Heard::Answer([&[DONE], &answer[..]].concat()))
}

impl Type2 {
    /// The key as it was at activation. Memory holds each half of it backwards.
    fn triple_des(&self) -> TdesEde2 {
        let mut key = self.volatile.latched.four(c::KEY);
        for half in key.chunks_exact_mut(8) {
            half.reverse();
        }
        TdesEde2::new((&*key).into())
    }
}

fn encrypt(cipher: &TdesEde2, mut block: Half) -> Half {
    cipher.encrypt_block((&mut block).into());
    block
}

fn decrypt(cipher: &TdesEde2, mut block: Half) -> Half {
    cipher.decrypt_block((&mut block).into());
    block
}
