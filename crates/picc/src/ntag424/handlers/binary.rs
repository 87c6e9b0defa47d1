//! What P1 and P2 of `ISOReadBinary` and `ISOUpdateBinary` point at.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOReadBinary`", "`ISOUpdateBinary`"; ISO/IEC 7816-4, "Offset
//! and short EF identifier".

use tapsmith_card::command::FileNumber;
use tapsmith_card::status::Status;

use crate::ntag424::Ntag424;
use crate::ntag424::unknowns::ShortFileIds;
use crate::ntag424::volatile::Selection;

const BY_SHORT_ID: u8 = 0x80;
const SHORT_ID: u8 = 0x1F;

/// The file and the offset in it. A short file identifier selects the file, too.
pub(super) fn target(card: &mut Ntag424, [p1, p2]: [u8; 2]) -> Result<(FileNumber, usize), Status> {
    if p1 & BY_SHORT_ID == 0 {
        let offset = usize::from(u16::from_be_bytes([p1, p2]));
        return Ok((current(card)?, offset));
    }
    let file = match p1 & !BY_SHORT_ID {
        0 => current(card)?,
        id if id < SHORT_ID => by_short_id(card, id)?,
        _ => return Err(Status::ISO_PARAMETERS),
    };
    card.volatile.selection = Selection::Application { file: Some(file) };
    Ok((file, usize::from(p2)))
}

fn current(card: &Ntag424) -> Result<FileNumber, Status> {
    match card.volatile.selection {
        Selection::Application { file: Some(file) } => Ok(file),
        _ => Err(Status::ISO_CONDITIONS),
    }
}

fn by_short_id(card: &Ntag424, id: u8) -> Result<FileNumber, Status> {
    if card.volatile.selection == Selection::MasterFile {
        return Err(Status::ISO_NOT_FOUND);
    }
    let short_id = |file: FileNumber| match card.unknowns.short_file_ids {
        ShortFileIds::LowFiveBits => {
            let [_, low] = file.iso().to_be_bytes();
            low & SHORT_ID
        }
        ShortFileIds::FileNumbers => file.as_u8(),
    };
    FileNumber::ALL.into_iter().find(|file| short_id(*file) == id).ok_or(Status::ISO_NOT_FOUND)
}
