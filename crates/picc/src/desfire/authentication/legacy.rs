//! `Authenticate`: both ends prove a DES key. The card encrypts RndB; the reader decrypts `RndA ‖ RndB'`, chained;
//! the card encrypts RndA'. A prime says that the first byte has become the last.
//!
//! Source: libfreefare and proxmark3; a dialogue that a user of a real card posted (mifare.net, reply 18844), and
//! one in the tests of skjolber/desfire-tools-for-android.

use std::fmt;

use subtle::ConstantTimeEq as _;
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;
use tapsmith_core::secret::REDACTED;
use zeroize::Zeroizing;

use super::{Challenge, Found};
use crate::desfire::Desfire;
use crate::desfire::d40::{Block, Cipher, Session};
use crate::desfire::outcome::Outcome;
use crate::desfire::secured::Secured;
use crate::ev2::answer::Stop;

/// RndB, which went out encrypted.
pub(in crate::desfire) struct Asked(Zeroizing<Block>);

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asked({REDACTED})")
    }
}

/// `KeyNo`
pub(in crate::desfire) fn begin<R: Random>(
    card: &mut Desfire,
    body: &[u8],
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    let [number] = body else { return Err(Status::LENGTH.into()) };
    let cipher = match card.found(*number)? {
        Found::Des(key) => Cipher::new(key),
        Found::Aes(_) => return Err(card.wrong_scheme().into()),
    };
    let mut rnd_b = Zeroizing::new([0; 8]);
    random.fill(&mut *rnd_b).map_err(Stop::Random)?;
    let sent = cipher.encrypt(*rnd_b);
    Ok(card.ask(Challenge::Legacy(Asked(rnd_b)), &sent))
}

/// Two blocks.
pub(super) fn prove(
    card: &mut Desfire,
    Asked(rnd_b): &Asked,
    body: &[u8],
) -> Result<Outcome, Status> {
    let Found::Des(key) = card.found(0)? else { return Err(card.wrong_scheme()) };
    let cipher = Cipher::new(key);
    let ([first, second], []) = body.as_chunks() else { return Err(Status::LENGTH) };
    let mut blocks = [*first, *second];
    cipher.receive(&mut blocks);
    let [rnd_a, proof] = blocks;
    if !bool::from(proof.ct_eq(&rotated(**rnd_b))) {
        return Err(Status::AUTHENTICATION);
    }
    let session = Session::new(key, rnd_a, **rnd_b);
    let data = cipher.encrypt(rotated(rnd_a)).to_vec();
    card.volatile.session = Some(Secured::D40(session));
    Ok(Outcome::Frame { status: Status::OK, data })
}

fn rotated(mut block: Block) -> Block {
    block.rotate_left(1);
    block
}
