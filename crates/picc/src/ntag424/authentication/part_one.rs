//! The first part: the card draws RndB and sends it encrypted.

use tapsmith_card::status::Status;
use tapsmith_core::aes::Cipher;
use tapsmith_core::bytes::join;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::random::Random;

use super::{Challenge, Start};
use crate::ntag424::Ntag424;
use crate::ntag424::answer::{Answer, Stop};
use crate::ntag424::volatile::{Pending, Selection};

/// `KeyNo ‖ LenCap ‖ PCDcap2`, in any state. What the reader says of itself is kept to six bytes;
/// if it asks for LRP there, a chip in AES mode answers as if it had not.
pub(in crate::ntag424) fn first<R: Random>(
    card: &mut Ntag424,
    body: &[u8],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let [number, length, capabilities @ ..] = body else { return Err(Status::LENGTH.into()) };
    if capabilities.len() != usize::from(*length) {
        return Err(Status::LENGTH.into());
    }
    let start = Start::First { reader_capabilities: join(&[capabilities]) };
    challenge(card, *number, start, random)
}

/// `KeyNo`, inside a session.
pub(in crate::ntag424) fn non_first<R: Random>(
    card: &mut Ntag424,
    body: &[u8],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let [number] = body else { return Err(Status::LENGTH.into()) };
    let session = card.volatile.session.as_ref().ok_or(Status::PERMISSION_DENIED)?;
    let start = Start::NonFirst(session.transaction);
    challenge(card, *number, start, random)
}

/// The session before is over, whatever becomes of the new one.
fn challenge<R: Random>(
    card: &mut Ntag424,
    number: u8,
    start: Start,
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let key = application_key(card, number)?;
    let slot = card.memory.keys.slot_mut(key);
    slot.failures.admit()?;
    let mut rnd_b = [0; 16];
    random.fill(&mut rnd_b).map_err(Stop::Random)?;
    let sent = Cipher::new(&slot.key).encrypt(rnd_b);
    card.volatile.session = None;
    card.volatile.pending = Some(Pending::Authentication(Challenge { key, rnd_b, start }));
    Ok(Answer::more(&sent))
}

/// Under the MF there are only the originality keys, and those do not authenticate in AES mode.
fn application_key(card: &Ntag424, number: u8) -> Result<KeyNumber, Status> {
    match (card.volatile.selection, KeyNumber::try_from(number)) {
        (Selection::Application { .. }, Ok(key)) => Ok(key),
        _ => Err(Status::NO_SUCH_KEY),
    }
}
