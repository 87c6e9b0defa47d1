//! `AuthenticateEV2First`, `AuthenticateEV2NonFirst`: with AES keys, as NTAG 424 DNA has them.
//!
//! Source: NT4H2421Gx Rev. 3.0, both commands; that DESFire EV3 takes them for AES keys alone, proxmark3
//! (`doc/desfire.md`). A wish for LRP is answered in AES.

use std::fmt;

use tapsmith_card::status::Status;
use tapsmith_core::aes::Block;
use tapsmith_core::bytes::join;
use tapsmith_core::random::Random;
use tapsmith_core::secret::REDACTED;

use super::{Challenge, Found};
use crate::desfire::Desfire;
use crate::desfire::outcome::Outcome;
use crate::desfire::secured::Secured;
use crate::ev2::answer::Stop;
use crate::ev2::channel::{Session, Transaction};
use crate::ev2::proof::{Beginning, Proved, aes};

/// What was asked, and what will come of it.
pub(in crate::desfire) struct Asked {
    key: u8,
    rnd_b: Block,
    start: Start,
}

/// What a session will begin with.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// A transaction of its own; the reader's capabilities are given back to it.
    First { reader_capabilities: [u8; 6] },
    /// The transaction of the session before.
    NonFirst(Transaction),
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, start, .. } = self;
        write!(f, "Asked {{ key: {key}, rnd_b: {REDACTED}, start: {start:?} }}")
    }
}

/// `KeyNo ‖ LenCap ‖ PCDcap2`. What the reader says of itself is kept to six bytes.
pub(in crate::desfire) fn first<R: Random>(
    card: &mut Desfire,
    body: &[u8],
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    let [number, length, capabilities @ ..] = body else { return Err(Status::LENGTH.into()) };
    if capabilities.len() != usize::from(*length) {
        return Err(Status::LENGTH.into());
    }
    challenge(card, *number, Start::First { reader_capabilities: join(&[capabilities]) }, random)
}

/// `KeyNo`, inside a session.
pub(in crate::desfire) fn non_first<R: Random>(
    card: &mut Desfire,
    body: &[u8],
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    let [number] = body else { return Err(Status::LENGTH.into()) };
    let Some(Secured::Ev2(session)) = &card.volatile.session else {
        return Err(Status::PERMISSION_DENIED.into());
    };
    let start = Start::NonFirst(session.transaction);
    challenge(card, *number, start, random)
}

fn challenge<R: Random>(
    card: &mut Desfire,
    number: u8,
    start: Start,
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    let key = match card.found(number)? {
        Found::Aes(key) => key.clone(),
        Found::Des(_) => return Err(card.wrong_scheme().into()),
    };
    let mut rnd_b = [0; 16];
    random.fill(&mut rnd_b).map_err(Stop::Random)?;
    let sent = aes::challenge(&key, rnd_b);
    Ok(card.ask(Challenge::Ev2(Asked { key: number, rnd_b, start }), &sent))
}

/// Two blocks, answered with a session.
pub(super) fn prove<R: Random>(
    card: &mut Desfire,
    asked: &Asked,
    body: &[u8],
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    let ([first, second], []) = body.as_chunks() else { return Err(Status::LENGTH.into()) };
    let (transaction, beginning) = asked.start.begin(random)?;
    let Found::Aes(key) = card.found(asked.key)? else {
        return Err(card.wrong_scheme().into());
    };
    let Proved { keys, answer } =
        aes::prove(key, asked.rnd_b, [*first, *second], beginning).ok_or(Status::AUTHENTICATION)?;
    card.volatile.session = Some(Secured::Ev2(Session { key: asked.key, keys, transaction }));
    Ok(Outcome::Frame { status: Status::OK, data: answer })
}

impl Start {
    /// The transaction, and what there is to tell if it is a new one.
    fn begin<R: Random>(
        self,
        random: &mut R,
    ) -> Result<(Transaction, Option<Beginning>), Stop<R::Error>> {
        match self {
            Self::NonFirst(transaction) => Ok((transaction, None)),
            Self::First { reader_capabilities } => {
                let mut identifier = [0; 4];
                random.fill(&mut identifier).map_err(Stop::Random)?;
                let beginning = Beginning { identifier, card: [0; 6], reader: reader_capabilities };
                Ok((Transaction { identifier, counter: 0 }, Some(beginning)))
            }
        }
    }
}
