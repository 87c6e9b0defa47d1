//! `GetFileCounters`: the read counter, to whoever `SDMCtrRet` names.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetFileCounters`"; that a session's answer is encrypted, and that
//! a file without SDM is refused with 919D, was seen on silicon.

use tapsmith_card::command::{Command, FileNumber, GetFileCounters};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::Shape;
use crate::ntag424::rights::{self, Grant};
use crate::ntag424::unknowns::FreeCounterInSession;

const SHAPE: Shape = Shape { header: GetFileCounters::HEADER, data: 0 };

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    let mode = admit(card, body)?;
    let (instruction, header) = (GetFileCounters::INSTRUCTION, GetFileCounters::HEADER);
    let payload = card.open(instruction, mode, header, body)?;
    let command = GetFileCounters::decode(&payload, mode)?;
    Ok(Answer::to(&command, mode, &card.memory.read_counter))
}

fn admit(card: &Ntag424, body: &[u8]) -> Result<CommMode, Status> {
    let number = *body.first().ok_or(Status::LENGTH)?;
    let mode =
        FileNumber::try_from(number).and_then(|file| right(card, file)).map(|grant| {
            match (grant, card.unknowns.free_counter_in_session) {
                (Grant::Free, FreeCounterInSession::Plain) => CommMode::Plain,
                _ => CommMode::Full,
            }
        });
    card.admit(SHAPE, mode, body)
}

fn right(card: &Ntag424, file: FileNumber) -> Result<Grant, Status> {
    let session = card.volatile.session.as_ref().map(|session| session.key);
    let sdm = card.memory.settings(file).sdm.ok_or(Status::PERMISSION_DENIED)?;
    rights::one(sdm.counter_read, session)
}
