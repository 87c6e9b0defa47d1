//! `WriteData`: for whoever holds the write right.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`WriteData`".

use tapsmith_card::command::{Command, FileNumber, WriteData};
use tapsmith_card::settings::Offset;
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::{Checks, Shape};
use crate::ntag424::rights;

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    let mode = admit(card, body)?;
    let payload = card.open(WriteData::INSTRUCTION, mode, WriteData::HEADER, body)?;
    let command = WriteData::decode(&payload, mode)?;
    let start = command.offset.to_usize();
    let place = start..start.saturating_add(command.data.len());
    let bytes = card.memory.files.data_mut(command.file).get_mut(place).ok_or(Status::BOUNDARY)?;
    bytes.copy_from_slice(&command.data);
    Ok(Answer::to(&command, mode, &()))
}

/// How the bytes travel, if the command may be carried out at all.
fn admit(card: &Ntag424, body: &[u8]) -> Result<CommMode, Status> {
    let &[number, _, _, _, l1, l2, l3] = body.first_chunk().ok_or(Status::LENGTH)?;
    let data = Offset::from_lsb([l1, l2, l3]).to_usize();
    let shape = Shape { header: WriteData::HEADER, data };
    let session = card.volatile.session.as_ref().map(|session| session.key);
    let mode = FileNumber::try_from(number).and_then(|file| {
        let settings = card.memory.settings(file);
        rights::write(settings, session).map(|grant| grant.mode(settings.mode))
    });
    let length = match mode {
        Ok(mode) => card.length(shape, mode, body),
        // Whose mode it is nobody knows: any of the lengths will do.
        Err(_) => [CommMode::Plain, CommMode::Mac]
            .into_iter()
            .fold(card.length(shape, CommMode::Full, body), |length, mode| {
                length.or_else(|_| card.length(shape, mode, body))
            }),
    };
    Checks { length, state: card.application(), right: mode.map(|_| ()) }
        .settle(card.unknowns.check_order)?;
    mode
}
