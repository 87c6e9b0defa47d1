//! What P1 and P2 of `ISOReadBinary` and `ISOUpdateBinary` point at.
//!
//! Source: ISO/IEC 7816-4, "Offset and short EF identifier".

use tapsmith_card::status::Status;

use crate::desfire::Desfire;
use crate::desfire::memory::File;
use crate::desfire::volatile::Selection;
use crate::ev2::unknowns::ShortFileIds;

const BY_SHORT_ID: u8 = 0x80;
const SHORT_ID: u8 = 0x1F;

/// The file's number and the offset in it. A short file identifier selects the file, too.
pub(super) fn target(card: &mut Desfire, [p1, p2]: [u8; 2]) -> Result<(u8, usize), Status> {
    if p1 & BY_SHORT_ID == 0 {
        let offset = usize::from(u16::from_be_bytes([p1, p2]));
        return Ok((current(card)?, offset));
    }
    let file = match p1 & !BY_SHORT_ID {
        0 => current(card)?,
        id if id < SHORT_ID => by_short_id(card, id)?,
        _ => return Err(Status::ISO_PARAMETERS),
    };
    if let Selection::Application { file: current, .. } = &mut card.volatile.selection {
        *current = Some(file);
    }
    Ok((file, usize::from(p2)))
}

fn current(card: &Desfire) -> Result<u8, Status> {
    match card.volatile.selection {
        Selection::Application { file: Some(file), .. } => Ok(file),
        _ => Err(Status::ISO_CONDITIONS),
    }
}

fn by_short_id(card: &Desfire, id: u8) -> Result<u8, Status> {
    let application = card.application().map_err(|_| Status::ISO_NOT_FOUND)?;
    let short_id = |file: &File| match card.unknowns.short_file_ids {
        ShortFileIds::LowFiveBits => file.iso().map(|iso| {
            let [_, low] = iso.to_be_bytes();
            low & SHORT_ID
        }),
        ShortFileIds::FileNumbers => Some(file.number()),
    };
    let found = application.files().iter().find(|file| short_id(file) == Some(id));
    found.map(File::number).ok_or(Status::ISO_NOT_FOUND)
}
