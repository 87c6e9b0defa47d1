//! `GetISOFileIDs`: the identifiers of the application's files, low byte first, 27 a frame.
//!
//! Source: libfreefare, `mifare_desfire_get_iso_file_ids`.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::memory::File;
use crate::desfire::outcome::{Cut, Outcome};
use crate::desfire::unknowns::IsoIdsUnused;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x61;

const FRAME: usize = 27 * 2;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let checks = [card.in_application(), card.directory()];
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, checks, body)?;
    let here = card.application()?;
    if !here.has_iso_files && card.unknowns.iso_ids_unused == IsoIdsUnused::Permission {
        return Err(Status::PERMISSION_DENIED);
    }
    let data: Vec<u8> =
        here.files().iter().filter_map(File::iso).flat_map(u16::to_le_bytes).collect();
    Ok(Outcome::cut(CommMode::Mac, data, Cut::Every(FRAME)))
}
