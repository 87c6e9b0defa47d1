//! The first part: the card draws RndB and sends it, encrypted in AES mode and as it is in LRP mode.

use tapsmith_card::status::Status;
use tapsmith_core::aes::Block;
use tapsmith_core::bytes::join;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::random::Random;
use tapsmith_core::suite::Suite;

use super::{Asked, Challenge, LRP, Start};
use crate::ev2::proof::{aes, lrp};
use crate::ntag424::Ntag424;
use crate::ntag424::answer::{Answer, Stop};
use crate::ntag424::volatile::{Pending, Selection};

/// `KeyNo ‖ LenCap ‖ PCDcap2`, in any state. What the reader says of itself is kept to six bytes.
pub(in crate::ntag424) fn first<R: Random>(
    card: &mut Ntag424,
    body: &[u8],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let [number, length, capabilities @ ..] = body else { return Err(Status::LENGTH.into()) };
    if capabilities.len() != usize::from(*length) {
        return Err(Status::LENGTH.into());
    }
    let wish = match capabilities {
        [first, ..] if first & LRP != 0 => Suite::Lrp,
        _ => Suite::Aes,
    };
    if card.volatile.selection == Selection::MasterFile {
        return originality(card, *number, wish, random);
    }
    let suite = agree(card.memory.configuration.suite, wish)?;
    let start = Start::First { reader_capabilities: join(&[capabilities]) };
    challenge(card, *number, suite, start, random)
}

/// `KeyNo`, inside a session and in its suite; for an originality key without one, too.
pub(in crate::ntag424) fn non_first<R: Random>(
    card: &mut Ntag424,
    body: &[u8],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let [number] = body else { return Err(Status::LENGTH.into()) };
    if card.volatile.selection == Selection::MasterFile {
        return originality(card, *number, Suite::Lrp, random);
    }
    let session = card.volatile.session.as_ref().ok_or(Status::PERMISSION_DENIED)?;
    let start = Start::NonFirst(session.transaction);
    challenge(card, *number, card.memory.configuration.suite, start, random)
}

/// A chip in AES mode answers a wish for LRP in AES, so that the reader can fall back. A chip in LRP
/// mode speaks nothing else.
///
/// Source: NT4H2421Gx Rev. 3.0, "Secure messaging mode negotiation".
fn agree(mode: Suite, wish: Suite) -> Result<Suite, Status> {
    match (mode, wish) {
        (Suite::Lrp, Suite::Aes) => Err(Status::PERMISSION_DENIED),
        (mode, _) => Ok(mode),
    }
}

/// The session before is over, whatever becomes of the new one.
fn challenge<R: Random>(
    card: &mut Ntag424,
    number: u8,
    suite: Suite,
    start: Start,
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let key = KeyNumber::try_from(number).map_err(|_| Status::NO_SUCH_KEY)?;
    let counting = card.counting();
    let slot = card.memory.keys.slot_mut(key);
    slot.failures.admit(counting)?;
    let rnd_b = draw(random)?;
    let sent = match suite {
        Suite::Aes => aes::challenge(&slot.key, rnd_b),
        Suite::Lrp => lrp::challenge(rnd_b),
    };
    let asked = Challenge::Application(Asked { key, suite, rnd_b, start });
    Ok(ask(card, asked, &sent))
}

/// Under the MF there are only the originality keys, 1 to 4, and those authenticate in LRP alone,
/// whatever mode the chip is in.
fn originality<R: Random>(
    card: &mut Ntag424,
    number: u8,
    wish: Suite,
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    match (wish, number) {
        (Suite::Lrp, 1..=4) => {
            let sent = lrp::challenge(draw(random)?);
            Ok(ask(card, Challenge::Originality, &sent))
        }
        _ => Err(Status::NO_SUCH_KEY.into()),
    }
}

fn ask(card: &mut Ntag424, challenge: Challenge, sent: &[u8]) -> Answer {
    card.volatile.session = None;
    card.volatile.pending = Some(Pending::Authentication(challenge));
    Answer::more(sent)
}

fn draw<R: Random>(random: &mut R) -> Result<Block, Stop<R::Error>> {
    let mut rnd_b = [0; 16];
    random.fill(&mut rnd_b).map_err(Stop::Random)?;
    Ok(rnd_b)
}
