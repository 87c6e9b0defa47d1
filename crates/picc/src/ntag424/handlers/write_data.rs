//! `WriteData`: for whoever holds the write right. A write of several frames begins before its last
//! one is there, so that a wrong MAC comes too late for the others.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`WriteData`", "Command Chaining".

use tapsmith_card::command::{Command, FileNumber, WriteData};
use tapsmith_card::settings::Offset;
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::checks::{Checks, Shape};
use crate::ntag424::{frames, rights};

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    let mode = admit(card, body)?;
    let session = card.volatile.session.clone();
    let command = match take(card, mode, body) {
        Ok(command) => command,
        Err(status) => {
            let ahead = card.written_ahead(body);
            // As it was when the frames came in: LRP counts blocks.
            card.volatile.session = session;
            write_arrived(card, mode, ahead);
            return Err(status);
        }
    };
    let start = command.offset.to_usize();
    let place = start..start.saturating_add(command.data.len());
    let bytes = card.memory.files.data_mut(command.file).get_mut(place).ok_or(Status::BOUNDARY)?;
    bytes.copy_from_slice(&command.data);
    Ok(Answer::to(&command, mode, &()))
}

/// Only the first `arrived` bytes of `body` come.
pub(in crate::ntag424) fn break_off(card: &mut Ntag424, body: &[u8], arrived: usize) {
    if let Ok(mode) = admit(card, body) {
        write_arrived(card, mode, body.get(..arrived).unwrap_or(body));
    }
}

fn take(card: &mut Ntag424, mode: CommMode, body: &[u8]) -> Result<WriteData, Status> {
    let payload = card.open(WriteData::INSTRUCTION, mode, WriteData::HEADER, body)?;
    WriteData::decode(&payload, mode)
}

/// Writes the data that is there; encrypted data, as far as it came in whole blocks. The write as a
/// whole must end inside the file.
fn write_arrived(card: &mut Ntag424, mode: CommMode, arrived: &[u8]) {
    let Some((&[number, o1, o2, o3, l1, l2, l3], data)) = arrived.split_first_chunk() else {
        return;
    };
    let Ok(file) = FileNumber::try_from(number) else { return };
    let data = match (mode, &mut card.volatile.session) {
        (CommMode::Full, Some(session)) => session.decrypt_blocks(data),
        _ => Zeroizing::new(data.to_vec()),
    };
    let [start, length] = [[o1, o2, o3], [l1, l2, l3]].map(|at| Offset::from_lsb(at).to_usize());
    let place = start..start.saturating_add(length);
    let bytes = card.memory.files.data_mut(file).get_mut(place).unwrap_or_default();
    bytes.iter_mut().zip(data.iter()).for_each(|(byte, new)| *byte = *new);
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
    let state = card.application().and(frames_allowed(card, mode, body));
    Checks { length, state, right: mode.map(|_| ()) }.settle(card.unknowns.check_order)?;
    mode
}

/// Whether a protected write may take as many frames as it does.
fn frames_allowed(
    card: &Ntag424,
    mode: Result<CommMode, Status>,
    body: &[u8],
) -> Result<(), Status> {
    let protected = mode.is_ok_and(|mode| card.protection(mode) != CommMode::Plain);
    let chained = frames::FRAMES.of_wrapped(body) > 1;
    if card.memory.configuration.chained_writes_off && protected && chained {
        Err(Status::PERMISSION_DENIED)
    } else {
        Ok(())
    }
}
