//! `GetKeySettings`: of the PICC or of the selected application, with the number and kind of its keys.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::memory::{Application, PiccKey};
use crate::desfire::outcome::Outcome;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x45;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, [Ok(()), card.directory()], body)?;
    let of_picc = match card.memory.picc_key() {
        PiccKey::Des(_) => 0x01,
        PiccKey::Aes(_) => 0x81,
    };
    let second = card.application().map_or(of_picc, Application::key_settings_2);
    Ok(Outcome::with(CommMode::Mac, vec![card.key_settings().0, second]))
}
