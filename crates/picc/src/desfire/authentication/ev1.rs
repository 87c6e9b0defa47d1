//! `AuthenticateISO`, with the PICC's DES key, and `AuthenticateAES`, with an AES key. Three messages in one chain:
//! the card sends RndB, the reader `RndA ‖ RndB'`, the card RndA', each encrypted. A prime says that the first byte
//! has become the last.
//!
//! Source: libfreefare and proxmark3; dialogues with a DESFire EV3 in the crate `desox` 0.5.4.

use std::fmt;

use subtle::ConstantTimeEq as _;
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;
use tapsmith_core::secret::REDACTED;
use zeroize::Zeroizing;

use super::{Challenge, Found};
use crate::desfire::Desfire;
use crate::desfire::d40;
use crate::desfire::ev1::{Cipher, Session};
use crate::desfire::outcome::Outcome;
use crate::desfire::secured::Secured;
use crate::ev2::answer::Stop;

/// `AuthenticateISO`.
pub(in crate::desfire) const ISO: u8 = 0x1A;
/// `AuthenticateAES`.
pub(in crate::desfire) const AES: u8 = 0xAA;

/// RndB, and where the chain stands.
pub(in crate::desfire) struct Asked {
    number: u8,
    rnd_b: Zeroizing<Vec<u8>>,
    chain: Vec<u8>,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asked {{ number: {}, rnd_b: {REDACTED} }}", self.number)
    }
}

/// `KeyNo`
pub(in crate::desfire) fn begin<R: Random>(
    card: &mut Desfire,
    instruction: u8,
    body: &[u8],
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    let [number] = body else { return Err(Status::LENGTH.into()) };
    let cipher = match (instruction, card.found(*number)?) {
        (ISO, Found::Des(key)) => Cipher::des(key),
        (AES, Found::Aes(key)) => Cipher::aes(key),
        _ => return Err(card.wrong_scheme().into()),
    };
    let mut rnd_b = Zeroizing::new(vec![0; cipher.block()]);
    random.fill(&mut rnd_b).map_err(Stop::Random)?;
    let (mut sent, mut chain) = (rnd_b.to_vec(), vec![0; cipher.block()]);
    cipher.encrypt(&mut chain, &mut sent);
    let asked = Asked { number: *number, rnd_b, chain };
    Ok(card.ask(Challenge::Ev1(asked), &sent))
}

/// Two blocks.
pub(super) fn prove(card: &mut Desfire, asked: &Asked, body: &[u8]) -> Result<Outcome, Status> {
    let found = card.found(asked.number)?;
    let cipher = match found {
        Found::Des(key) => Cipher::des(key),
        Found::Aes(key) => Cipher::aes(key),
    };
    if body.len() != 2 * cipher.block() {
        return Err(Status::LENGTH);
    }
    let (mut chain, mut plain) = (asked.chain.clone(), Zeroizing::new(body.to_vec()));
    cipher.decrypt(&mut chain, &mut plain);
    let (rnd_a, proof) = plain.split_at(cipher.block());
    if !bool::from(proof.ct_eq(&rotated(&asked.rnd_b))) {
        return Err(Status::AUTHENTICATION);
    }
    let mut data = rotated(rnd_a);
    cipher.encrypt(&mut chain, &mut data);
    let session = match found {
        Found::Des(key) => {
            let [a, b] = [rnd_a, &asked.rnd_b].map(|half| half.first_chunk().copied());
            let (a, b) = a.zip(b).ok_or(Status::LENGTH)?;
            Session::des(d40::session_key(key, a, b))
        }
        Found::Aes(_) => {
            let [a, b] = [rnd_a, &asked.rnd_b].map(|half| half.first_chunk());
            let (a, b) = a.zip(b).ok_or(Status::LENGTH)?;
            Session::aes(asked.number, a, b)
        }
    };
    card.volatile.session = Some(Secured::Ev1(session));
    Ok(Outcome::Frame { status: Status::OK, data })
}

fn rotated(block: &[u8]) -> Vec<u8> {
    let mut block = block.to_vec();
    block.rotate_left(1);
    block
}
