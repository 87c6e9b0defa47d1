//! `GetDFNames`: AID, identifier and name of each application that has an identifier, each in a frame of its own.
//!
//! Source: libfreefare, `mifare_desfire_get_df_names`.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::NOTHING;
use crate::desfire::Desfire;
use crate::desfire::outcome::{Cut, Outcome};

pub(in crate::desfire) const INSTRUCTION: u8 = 0x6D;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let checks = [card.on_picc(), card.directory()];
    card.take(INSTRUCTION, CommMode::Mac, NOTHING, checks, body)?;
    let (mut data, mut starts) = (Vec::new(), Vec::new());
    for application in card.memory.applications() {
        if let Some(iso) = application.iso() {
            starts.push(data.len());
            data.extend(application.aid().0);
            data.extend(iso.to_le_bytes());
            data.extend(application.name());
        }
    }
    Ok(Outcome::cut(CommMode::Mac, data, Cut::At(starts)))
}
