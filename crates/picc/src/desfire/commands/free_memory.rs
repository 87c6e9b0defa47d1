//! `FreeMemory`: how many bytes are free, to anybody.
//!
//! Source: libfreefare, `mifare_desfire_free_mem`.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::outcome::Outcome;
use crate::desfire::sdm::lsb;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x6E;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, [Ok(()), Ok(())], body)?;
    Ok(Outcome::with(CommMode::Mac, lsb(card.memory.free()).to_vec()))
}
