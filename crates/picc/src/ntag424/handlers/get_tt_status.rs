//! `GetTTStatus`: the tag-tamper loop, measured anew. A chip without a loop does not know it.
//!
//! Source: NT4H2421Tx Rev. 3.0, "`GetTTStatus`"; that a session's answer is encrypted was seen on
//! silicon.

use tapsmith_card::command::{Command, GetTtStatus};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::Shape;
use crate::ntag424::rights::{self, Grant};
use crate::ntag424::unknowns::FreeStatusInSession;

const SHAPE: Shape = Shape { header: 0, data: 0 };

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    let mode = admit(card, body)?;
    card.open(GetTtStatus::INSTRUCTION, mode, GetTtStatus::HEADER, body)?;
    let tamper = card.memory.tamper.as_mut().ok_or(Status::ILLEGAL_COMMAND)?;
    Ok(Answer::to(&GetTtStatus, mode, &tamper.measure()))
}

fn admit(card: &Ntag424, body: &[u8]) -> Result<CommMode, Status> {
    let tamper = card.memory.tamper.as_ref().ok_or(Status::ILLEGAL_COMMAND)?;
    let session = card.volatile.session.as_ref().map(|session| session.key);
    let mode = rights::one(tamper.read, session).map(|grant| {
        match (grant, card.unknowns.free_status_in_session) {
            (Grant::Free, FreeStatusInSession::Plain) => CommMode::Plain,
            _ => CommMode::Full,
        }
    });
    card.admit(SHAPE, mode, body)
}
