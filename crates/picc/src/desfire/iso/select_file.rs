//! `ISOSelectFile`: by identifier or by DF name. There is never a file control block, what is not found leaves the
//! selection as it was, and whatever is selected ends a session.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOSelectFile`"; AN11004, for the NDEF application's name.

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::status::Status;

use crate::desfire::Desfire;
use crate::desfire::memory::{Aid, Application};
use crate::desfire::volatile::Selection;
use crate::ev2::unknowns::Reselect;

/// The PICC's DF name: that of every DESFire.
pub(in crate::desfire) const MASTER_FILE_NAME: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x00];
/// And its identifier.
const MASTER_FILE: u16 = 0x3F00;

/// The longest DF name.
const LONGEST_NAME: usize = 16;

pub(super) fn handle(card: &mut Desfire, apdu: &CommandApdu) -> Result<Vec<u8>, Status> {
    let [how, answer] = apdu.parameters;
    if !matches!(answer, 0x00 | 0x0C) {
        return Err(Status::ISO_PARAMETERS);
    }
    let selection = match how {
        0x00 => by_id(card, &apdu.data),
        0x01 => child(card, &apdu.data),
        0x02 => file(card, identifier(&apdu.data)?),
        0x03 => parent(card, &apdu.data),
        0x04 => by_name(card, &apdu.data),
        _ => Err(Status::ISO_PARAMETERS),
    }?;
    card.volatile.selection = selection;
    card.volatile.session = None;
    Ok(Vec::new())
}

/// MF, DF or EF; nothing is the MF.
fn by_id(card: &Desfire, data: &[u8]) -> Result<Selection, Status> {
    if data.is_empty() {
        return Ok(Selection::Picc);
    }
    match identifier(data)? {
        MASTER_FILE => Ok(Selection::Picc),
        id => application_with(card, id).or_else(|_| file(card, id)),
    }
}

/// A DF under the current one.
fn child(card: &Desfire, data: &[u8]) -> Result<Selection, Status> {
    let id = identifier(data)?;
    match card.volatile.selection {
        Selection::Picc => application_with(card, id),
        Selection::Application { .. } => Err(Status::ISO_NOT_FOUND),
    }
}

/// An EF under the current DF.
fn file(card: &Desfire, id: u16) -> Result<Selection, Status> {
    let here = card.application().map_err(|_| Status::ISO_NOT_FOUND)?;
    let found = here.files().iter().find(|file| file.iso() == Some(id));
    let file = found.ok_or(Status::ISO_NOT_FOUND)?;
    Ok(Selection::Application { aid: here.aid(), file: Some(file.number()) })
}

/// The DF above. Above the MF there is none.
fn parent(card: &Desfire, data: &[u8]) -> Result<Selection, Status> {
    match card.volatile.selection {
        _ if !data.is_empty() => Err(Status::ISO_LC),
        Selection::Application { .. } => Ok(Selection::Picc),
        Selection::Picc => Err(Status::ISO_NOT_FOUND),
    }
}

fn by_name(card: &Desfire, data: &[u8]) -> Result<Selection, Status> {
    if data.is_empty() || data.len() > LONGEST_NAME {
        return Err(Status::ISO_LC);
    }
    let found = card.memory.applications().iter().find(|application| application.name() == data);
    match found {
        Some(found) => Ok(selected(card, found)),
        None if data == MASTER_FILE_NAME => Ok(Selection::Picc),
        None => Err(Status::ISO_NOT_FOUND),
    }
}

fn application_with(card: &Desfire, id: u16) -> Result<Selection, Status> {
    let found = card.memory.applications().iter().find(|application| application.iso() == Some(id));
    found.map(|found| selected(card, found)).ok_or(Status::ISO_NOT_FOUND)
}

fn selected(card: &Desfire, found: &Application) -> Selection {
    let aid: Aid = found.aid();
    match (card.volatile.selection, card.unknowns.reselect) {
        (current @ Selection::Application { aid: here, .. }, Reselect::KeepsFile)
            if here == aid =>
        {
            current
        }
        _ => Selection::Application { aid, file: None },
    }
}

fn identifier(data: &[u8]) -> Result<u16, Status> {
    data.try_into().map(u16::from_be_bytes).map_err(|_| Status::ISO_LC)
}
