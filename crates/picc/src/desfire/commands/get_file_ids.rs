//! `GetFileIDs`: the numbers of the application's files.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::memory::File;
use crate::desfire::outcome::Outcome;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x6F;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let checks = [card.in_application(), card.directory()];
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, checks, body)?;
    let numbers = card.application()?.files().iter().map(File::number).collect();
    Ok(Outcome::with(CommMode::Mac, numbers))
}
