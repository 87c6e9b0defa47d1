//! One file a command: from the bytes behind its code to what the chip does and answers.
//!
//! Source: NTAG213F/216F Rev. 3.1 and MF0ICU2 Rev. 3.3, "Command overview".

mod authenticate;
mod authenticate_aes;
mod authenticate_c;
mod check_tearing_event;
mod compatibility_write;
mod fast_read;
mod get_version;
mod halt;
mod incr_cnt;
mod pwd_auth;
mod read;
mod read_cnt;
mod read_sig;
mod vcsl;
mod write;

pub(super) use authenticate::Challenge;

use tapsmith_core::random::Random;

use super::chip::Family::{Aes, C, Dna, DnaAes, Ev1, Ntag};
use super::refusal::Refusal;
use super::unknowns::{OtherLength, SecondFrame};
use super::volatile::Pending;
use super::{Reply, Type2};

/// The first frame of an authentication. It carries no MAC, in a session either.
const AUTHENTICATE: u8 = 0x1A;
/// HLTA, which carries none either.
const HALT: u8 = 0x50;

/// Carries a frame out, with its MAC taken off and one put behind the answer, if there are MACs.
pub(super) fn obey<R: Random>(
    chip: &mut Type2,
    frame: &[u8],
    random: &mut R,
) -> Result<Reply, R::Error> {
    let plain = matches!(frame, [AUTHENTICATE | HALT, _]);
    let Some(messaging) = chip.volatile.messaging.as_mut().filter(|_| !plain) else {
        return one(chip, frame, random);
    };
    let command = match messaging.open(frame) {
        Ok(command) => command,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let reply = one(chip, command, random)?;
    Ok(reply.map(|heard| match &mut chip.volatile.messaging {
        Some(messaging) => messaging.seal(heard),
        None => heard,
    }))
}

/// A frame, in the light of the one before it.
fn one<R: Random>(chip: &mut Type2, frame: &[u8], random: &mut R) -> Result<Reply, R::Error> {
    match chip.volatile.pending.take() {
        Some(Pending::Write(page)) => match <[u8; 16]>::try_from(frame) {
            Ok(data) => Ok(compatibility_write::finish(chip, page, &data)),
            Err(_) if chip.unknowns.second_frame == SecondFrame::Refused => {
                Ok(Err(Refusal::ARGUMENT))
            }
            Err(_) => first(chip, frame, random),
        },
        Some(Pending::Authentication(challenge)) => {
            Ok(authenticate::finish(chip, challenge, frame))
        }
        None => first(chip, frame, random),
    }
}

/// A frame that begins a command.
fn first<R: Random>(chip: &mut Type2, frame: &[u8], random: &mut R) -> Result<Reply, R::Error> {
    match (chip.memory.chip.family(), frame) {
        (C, [AUTHENTICATE, body @ ..]) => authenticate_c::begin(chip, body, random),
        (Aes | DnaAes, [AUTHENTICATE, body @ ..]) => authenticate_aes::begin(chip, body, random),
        (_, [code, body @ ..]) => Ok(command(chip, *code, body)),
        (_, []) => Ok(Err(chip.other_length())),
    }
}

fn command(chip: &mut Type2, code: u8, body: &[u8]) -> Reply {
    match (code, chip.memory.chip.family()) {
        (0x30, _) => read::handle(chip, body),
        (0xA2, _) => write::handle(chip, body),
        (0xA0, _) => compatibility_write::begin(chip, body),
        (HALT, _) => halt::handle(chip, body),
        (0x60, Ntag | Dna | DnaAes | Ev1 | Aes) => get_version::handle(chip, body),
        (0x3A, Ntag | Dna | DnaAes | Ev1 | Aes) => fast_read::handle(chip, body),
        (0x39, Ntag | Dna | DnaAes | Ev1 | Aes) => read_cnt::handle(chip, body),
        (0x3C, Ntag | Dna | DnaAes | Ev1 | Aes) => read_sig::handle(chip, body),
        (0x1B, Ntag | Dna | Ev1) => pwd_auth::handle(chip, body),
        (0xA5, Ev1 | Aes) => incr_cnt::handle(chip, body),
        (0x3E, Ev1) => check_tearing_event::handle(chip, body),
        (0x4B, Ev1 | Aes) => vcsl::handle(chip, body),
        _ => Err(Refusal::ARGUMENT),
    }
}

impl Type2 {
    /// What a known command of a wrong length comes to.
    fn other_length(&self) -> Refusal {
        match self.unknowns.other_length {
            OtherLength::Silence => Refusal::Silence,
            OtherLength::Nak => Refusal::ARGUMENT,
        }
    }

    /// The bytes behind a command's code, if they are as many as there must be.
    fn exactly<const N: usize>(&self, body: &[u8]) -> Result<[u8; N], Refusal> {
        body.try_into().map_err(|_| self.other_length())
    }
}
