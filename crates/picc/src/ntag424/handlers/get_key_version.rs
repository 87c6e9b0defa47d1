//! `GetKeyVersion`: the byte beside a key, to anybody. Under the MF it asks for the originality
//! keys 1 to 4, whose version is 00.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetKeyVersion`".

use tapsmith_card::command::{Command, GetKeyVersion};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{KeyNumber, KeyVersion};

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::Shape;
use crate::ntag424::volatile::Selection;

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    card.length(Shape { header: 1, data: 0 }, CommMode::Mac, body)?;
    let payload =
        card.open(GetKeyVersion::INSTRUCTION, CommMode::Mac, GetKeyVersion::HEADER, body)?;
    let command = GetKeyVersion::decode(&payload)?;
    let version = match card.volatile.selection {
        Selection::Application { .. } => card.memory.key_version(command.key),
        Selection::MasterFile if command.key != KeyNumber::MASTER => KeyVersion(0),
        Selection::MasterFile => return Err(Status::NO_SUCH_KEY),
    };
    Ok(Answer::to(&command, CommMode::Mac, &version))
}
