//! `GetFileCounters`: the read counter and two zeros, to whoever `SDMCtrRet` names.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetFileCounters`"; 919D for a file without SDM was seen on NTAG 424 DNA.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::outcome::Outcome;
use crate::desfire::{Access, Desfire, rights};
use crate::ev2::checks::{Checks, Shape};
use crate::ev2::unknowns::FreeCounterInSession;

pub(in crate::desfire) const INSTRUCTION: u8 = 0xF6;

const SHAPE: Shape = Shape { header: 1, data: 0 };

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let number = *body.first().ok_or(Status::LENGTH)?;
    let mode = right(card, number);
    Checks {
        length: card.length_if_known(SHAPE, mode, body),
        state: card.in_application(),
        right: mode.map(|_| ()),
    }
    .settle(card.unknowns.check_order)?;
    let mode = mode?;
    card.open(INSTRUCTION, mode, SHAPE, body)?;
    let file = card.application()?.file(number).ok_or(Status::FILE_NOT_FOUND)?;
    let data = [&file.read_counter().to_lsb()[..], &[0, 0]].concat();
    Ok(Outcome::with(mode, data))
}

fn right(card: &Desfire, number: u8) -> Result<CommMode, Status> {
    let file = card.application()?.file(number).ok_or(Status::FILE_NOT_FOUND)?;
    let right = file.settings().sdm.ok_or(Status::PERMISSION_DENIED)?.counter_read;
    let mode = rights::one(right, CommMode::Full, card.key())?;
    match (right, card.unknowns.free_counter_in_session) {
        (Access::Free, FreeCounterInSession::Full) => Ok(CommMode::Full),
        _ => Ok(mode),
    }
}
