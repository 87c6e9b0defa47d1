//! `GetFileSettings`: to anybody who has selected the application.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetFileSettings`".

use tapsmith_card::command::{Command, FileInfo, GetFileSettings};
use tapsmith_card::settings::Offset;
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::{Checks, Shape};

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    Checks {
        length: card.length(Shape { header: 1, data: 0 }, CommMode::Mac, body),
        state: card.application(),
        right: Ok(()),
    }
    .settle(card.unknowns.check_order)?;
    let payload =
        card.open(GetFileSettings::INSTRUCTION, CommMode::Mac, GetFileSettings::HEADER, body)?;
    let command = GetFileSettings::decode(&payload)?;
    let size = Offset::new(command.file.size()).ok_or(Status::MEMORY)?;
    let info = FileInfo { settings: *card.memory.settings(command.file), size };
    Ok(Answer::to(&command, CommMode::Mac, &info))
}
