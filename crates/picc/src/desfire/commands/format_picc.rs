//! `FormatPICC`: all applications go, and their room is free again. Master key and key settings of the PICC stay.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::outcome::Outcome;

pub(in crate::desfire) const INSTRUCTION: u8 = 0xFC;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, [card.on_picc(), card.master()], body)?;
    card.memory.format();
    Ok(Outcome::done(CommMode::Mac))
}
