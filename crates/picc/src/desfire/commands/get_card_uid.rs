//! `GetCardUID`: the UID, encrypted, to whoever is authenticated with any key. In a legacy session it has a
//! checksum behind it.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetCardUID`"; for the legacy session, a UID with its checksum in proxmark3
//! (`TestCRC16`).

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::outcome::Outcome;
use crate::desfire::{Desfire, rights};

pub(in crate::desfire) const INSTRUCTION: u8 = 0x51;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let right = rights::allow(card.key().is_some());
    card.take(INSTRUCTION, CommMode::Full, NOTHING, [Ok(()), right], body)?;
    Ok(Outcome::with(CommMode::Full, card.memory.uid().0.to_vec()))
}
