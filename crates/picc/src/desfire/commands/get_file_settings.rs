//! `GetFileSettings`: `FileType ‖ FileOption ‖ AccessRights ‖ FileSize`, and the SDM block if SDM is on.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "`GetFileSettings`".

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::Desfire;
use crate::desfire::outcome::Outcome;
use crate::desfire::sdm::lsb;
use crate::ev2::checks::Shape;

pub(in crate::desfire) const INSTRUCTION: u8 = 0xF5;

const SHAPE: Shape = Shape { header: 1, data: 0 };
const STANDARD: u8 = 0x00;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let checks = [card.in_application(), card.directory()];
    let payload = card.take(INSTRUCTION, CommMode::Mac, SHAPE, checks, body)?;
    let number = *payload.first().ok_or(Status::LENGTH)?;
    let file = card.application()?.file(number).ok_or(Status::FILE_NOT_FOUND)?;
    let (settings, size) = (file.settings(), lsb(file.data().len()));
    let data = [&[STANDARD], &settings.head()[..], &size, &settings.sdm_block()].concat();
    Ok(Outcome::with(CommMode::Mac, data))
}
