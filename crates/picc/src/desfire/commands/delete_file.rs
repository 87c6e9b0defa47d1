//! `DeleteFile`.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::Desfire;
use crate::desfire::outcome::Outcome;
use crate::desfire::volatile::Selection;
use crate::ev2::checks::Shape;

pub(in crate::desfire) const INSTRUCTION: u8 = 0xDF;

const SHAPE: Shape = Shape { header: 1, data: 0 };

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let checks = [card.in_application(), card.creation()];
    let payload = card.take(INSTRUCTION, CommMode::Mac, SHAPE, checks, body)?;
    let number = *payload.first().ok_or(Status::LENGTH)?;
    let here = card.application()?;
    let aid = here.aid();
    here.file(number).ok_or(Status::FILE_NOT_FOUND)?;
    card.memory.delete_file(aid, number, card.unknowns.deleted_room);
    if let Selection::Application { file, .. } = &mut card.volatile.selection {
        *file = file.filter(|current| *current != number);
    }
    Ok(Outcome::done(CommMode::Mac))
}
