//! `ISOSelectFile`: by identifier or by DF name. There is never a file control block, and what is
//! not found leaves the selection as it was.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOSelectFile`".

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::command::{FileNumber, NDEF_APPLICATION};
use tapsmith_card::status::Status;

use crate::ntag424::Ntag424;
use crate::ntag424::unknowns::{Reselect, SelectInSession};
use crate::ntag424::volatile::Selection;

const MASTER_FILE_NAME: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x00];
const MASTER_FILE: [u8; 2] = [0x3F, 0x00];
const APPLICATION: [u8; 2] = [0xE1, 0x10];

/// The longest DF name.
const LONGEST_NAME: usize = 16;

pub(in crate::ntag424) fn handle(
    card: &mut Ntag424,
    apdu: &CommandApdu,
) -> Result<Vec<u8>, Status> {
    let [how, answer] = apdu.parameters;
    if !matches!(answer, 0x00 | 0x0C) {
        return Err(Status::ISO_PARAMETERS);
    }
    let selection = match how {
        0x00 => by_id(card, &apdu.data),
        0x01 => child(card, &apdu.data),
        0x02 => by_file_id(card, &apdu.data),
        0x03 => parent(card, &apdu.data),
        0x04 => by_name(card, &apdu.data),
        _ => Err(Status::ISO_PARAMETERS),
    }?;
    card.volatile.selection = selection;
    if card.unknowns.select_in_session == SelectInSession::EndsSession {
        card.volatile.session = None;
    }
    Ok(Vec::new())
}

/// MF, DF or EF; nothing is the MF.
fn by_id(card: &Ntag424, data: &[u8]) -> Result<Selection, Status> {
    if data.is_empty() || data == MASTER_FILE {
        Ok(Selection::MasterFile)
    } else if data == APPLICATION {
        Ok(application(card))
    } else {
        by_file_id(card, data)
    }
}

/// A DF under the current one.
fn child(card: &Ntag424, data: &[u8]) -> Result<Selection, Status> {
    match identifier(data)? {
        APPLICATION if card.volatile.selection == Selection::MasterFile => Ok(application(card)),
        _ => Err(Status::ISO_NOT_FOUND),
    }
}

/// An EF under the current DF.
fn by_file_id(card: &Ntag424, data: &[u8]) -> Result<Selection, Status> {
    let id = u16::from_be_bytes(identifier(data)?);
    let found = FileNumber::ALL.into_iter().find(|file| file.iso() == id);
    match (card.volatile.selection, found) {
        (Selection::Application { .. }, Some(file)) => {
            Ok(Selection::Application { file: Some(file) })
        }
        _ => Err(Status::ISO_NOT_FOUND),
    }
}

/// The DF above. Above the MF there is none.
fn parent(card: &Ntag424, data: &[u8]) -> Result<Selection, Status> {
    match card.volatile.selection {
        _ if !data.is_empty() => Err(Status::ISO_LC),
        Selection::Application { .. } => Ok(Selection::MasterFile),
        Selection::MasterFile => Err(Status::ISO_NOT_FOUND),
    }
}

fn by_name(card: &Ntag424, data: &[u8]) -> Result<Selection, Status> {
    if data.is_empty() || data.len() > LONGEST_NAME {
        Err(Status::ISO_LC)
    } else if data == NDEF_APPLICATION {
        Ok(application(card))
    } else if data == MASTER_FILE_NAME {
        Ok(Selection::MasterFile)
    } else {
        Err(Status::ISO_NOT_FOUND)
    }
}

fn application(card: &Ntag424) -> Selection {
    match (card.volatile.selection, card.unknowns.reselect) {
        (current @ Selection::Application { .. }, Reselect::KeepsFile) => current,
        _ => Selection::Application { file: None },
    }
}

fn identifier(data: &[u8]) -> Result<[u8; 2], Status> {
    data.try_into().map_err(|_| Status::ISO_LC)
}
