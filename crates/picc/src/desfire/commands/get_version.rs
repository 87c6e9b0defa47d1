//! `GetVersion`: three frames.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "`GetVersion`", for what a session does to it. The
//! numbers of EV3: proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::outcome::{Cut, Outcome};

pub(in crate::desfire) const INSTRUCTION: u8 = 0x60;

/// NXP, DESFire, 17 pF, EV3, 8 KB, ISO/IEC 14443-4.
const HARDWARE: [u8; 7] = [0x04, 0x01, 0x01, 0x33, 0x00, 0x1A, 0x05];
const SOFTWARE: [u8; 7] = [0x04, 0x01, 0x01, 0x03, 0x00, 0x1A, 0x05];

/// Made up: no wafer, the first week of the year of the first virtual card.
const PRODUCTION: [u8; 7] = [0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x26];

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, [Ok(()), Ok(())], body)?;
    let uid = card.memory.uid();
    let data = [&HARDWARE[..], &SOFTWARE, &uid.0, &PRODUCTION].concat();
    let frames = Cut::At(vec![HARDWARE.len(), HARDWARE.len() + SOFTWARE.len()]);
    Ok(Outcome::cut(CommMode::Mac, data, frames))
}
