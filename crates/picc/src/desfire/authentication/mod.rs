//! Authentication, the card's end: a challenge, and the proof that answers it.
//!
//! # Layout
//! - `legacy`: with the PICC's DES key.
//! - `ev1`: with either, as it came with DESFire EV1.
//! - `ev2`: with an AES key, of the PICC or of an application. How it is proved is shared with NTAG 424 DNA.

mod ev1;
mod ev2;
mod legacy;

pub(super) use ev1::{AES, ISO, begin as ev1};
pub(super) use ev2::{first, non_first};
pub(super) use legacy::begin as legacy;

use tapsmith_card::status::Status;
use tapsmith_core::key::AesKey;
use tapsmith_core::random::Random;

use super::Desfire;
use super::memory::{DesKey, PiccKey};
use super::outcome::Outcome;
use super::unknowns::WrongScheme;
use super::volatile::{Pending, Selection};
use crate::ev2::answer::Stop;

/// `Authenticate`.
pub(super) const LEGACY: u8 = 0x0A;
/// `AuthenticateEV2First`.
pub(super) const FIRST: u8 = 0x71;
/// `AuthenticateEV2NonFirst`.
pub(super) const NON_FIRST: u8 = 0x77;

/// What begins an authentication in any state.
pub(super) const BEGINNINGS: [u8; 4] = [LEGACY, ISO, AES, FIRST];

/// A challenge that the reader has not answered yet.
#[derive(Debug)]
pub(super) enum Challenge {
    Legacy(legacy::Asked),
    Ev1(ev1::Asked),
    Ev2(ev2::Asked),
}

/// The second part.
pub(super) fn prove<R: Random>(
    card: &mut Desfire,
    challenge: &Challenge,
    body: &[u8],
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    match challenge {
        Challenge::Legacy(asked) => Ok(legacy::prove(card, asked, body)?),
        Challenge::Ev1(asked) => Ok(ev1::prove(card, asked, body)?),
        Challenge::Ev2(asked) => ev2::prove(card, asked, body, random),
    }
}

/// A key of what is selected.
enum Found<'c> {
    Des(&'c DesKey),
    Aes(&'c AesKey),
}

impl Desfire {
    fn found(&self, number: u8) -> Result<Found<'_>, Status> {
        match self.volatile.selection {
            Selection::Picc if number == 0 => Ok(match self.memory.picc_key() {
                PiccKey::Des(key) => Found::Des(key),
                PiccKey::Aes(slot) => Found::Aes(&slot.key),
            }),
            Selection::Picc => Err(Status::NO_SUCH_KEY),
            Selection::Application { .. } => {
                let slot = self.application()?.key(number).ok_or(Status::NO_SUCH_KEY)?;
                Ok(Found::Aes(&slot.key))
            }
        }
    }

    fn wrong_scheme(&self) -> Status {
        match self.unknowns.wrong_scheme {
            WrongScheme::Authentication => Status::AUTHENTICATION,
            WrongScheme::Permission => Status::PERMISSION_DENIED,
        }
    }

    /// The session before is over, whatever becomes of the new one.
    fn ask(&mut self, challenge: Challenge, sent: &[u8]) -> Outcome {
        self.volatile.session = None;
        self.volatile.pending = Some(Pending::Authentication(challenge));
        Outcome::more(sent)
    }
}
