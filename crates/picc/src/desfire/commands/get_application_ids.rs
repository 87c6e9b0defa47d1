//! `GetApplicationIDs`: three bytes an application, nineteen applications a frame.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::outcome::{Cut, Outcome};

pub(in crate::desfire) const INSTRUCTION: u8 = 0x6A;

const FRAME: usize = 19 * 3;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let checks = [card.on_picc(), card.directory()];
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, checks, body)?;
    let data: Vec<u8> = card.memory.applications().iter().flat_map(|one| one.aid().0).collect();
    Ok(Outcome::cut(CommMode::Mac, data, Cut::Every(FRAME)))
}
