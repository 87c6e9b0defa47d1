//! `Read_Sig`: the originality signature. Its own status words: 9190 for success, 910B for a wrong
//! MAC, and for anybody while the chip hides its UID; 910C for a wrong length or address.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`Read_Sig`"; 9190, and that a session encrypts the answer, was
//! seen on silicon.

use tapsmith_card::command::{Command, ReadSig};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::Shape;

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    card.length(Shape { header: 1, data: 0 }, CommMode::Full, body)
        .map_err(|_| Status::COMMAND_FORMAT)?;
    let payload = card
        .open(ReadSig::INSTRUCTION, CommMode::Full, ReadSig::HEADER, body)
        .map_err(|_| Status::COMMAND_NOT_FOUND)?;
    match payload.as_slice() {
        [0x00] if card.hides_uid() && card.volatile.session.is_none() => {
            Err(Status::COMMAND_NOT_FOUND)
        }
        [0x00] => Ok(Answer::to(&ReadSig, CommMode::Full, &card.memory.signature)),
        _ => Err(Status::COMMAND_FORMAT),
    }
}
