//! `GetCardUID`: the UID, encrypted, to whoever is authenticated with any key.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetCardUID`".

use tapsmith_card::command::{Command, GetCardUid};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::{Checks, Shape};

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    let authenticated = card.volatile.session.is_some();
    Checks {
        length: card.length(Shape { header: 0, data: 0 }, CommMode::Full, body),
        state: Ok(()),
        right: if authenticated { Ok(()) } else { Err(Status::AUTHENTICATION) },
    }
    .settle(card.unknowns.check_order)?;
    card.open(GetCardUid::INSTRUCTION, CommMode::Full, GetCardUid::HEADER, body)?;
    Ok(Answer::to(&GetCardUid, CommMode::Full, &card.memory.uid))
}
