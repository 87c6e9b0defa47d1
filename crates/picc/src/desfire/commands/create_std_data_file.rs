//! `CreateStdDataFile`: `FileNo [‖ ISO FID] ‖ FileOption ‖ AccessRights ‖ FileSize`. The file holds zeros. The
//! identifier is there if the application's files have one. Bit 6 of the option allows SDM; bit 7, additional
//! access rights, is not played: 919E.
//!
//! Source: libfreefare and proxmark3; `TalkToYourDESFireCard`, for bit 6, seen on EV3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::counter::ReadCounter;

use super::is_reserved;
use crate::desfire::Desfire;
use crate::desfire::access::Rights;
use crate::desfire::memory::{Application, File, FileSettings, of_file};
use crate::desfire::outcome::Outcome;
use crate::desfire::sdm::{SDM, Sdm, comm_mode, from_lsb};
use crate::desfire::status::{DUPLICATE, OUT_OF_ROOM};
use crate::desfire::unknowns::SdmAtCreation;
use crate::ev2::checks::Shape;

pub(in crate::desfire) const INSTRUCTION: u8 = 0xCD;

/// The highest file number.
const LAST: u8 = 0x1F;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let has_iso = card.application().is_ok_and(|here| here.has_iso_files);
    let shape = Shape { header: if has_iso { 9 } else { 7 }, data: 0 };
    let checks = [card.in_application(), card.creation()];
    let payload = card.take(INSTRUCTION, CommMode::Mac, shape, checks, body)?;
    let New { size, file } = decode(card, &payload)?;
    admit(card.application()?, &file)?;
    if of_file(size) > card.memory.free() {
        return Err(OUT_OF_ROOM);
    }
    card.application_mut()?.files.push(File { data: vec![0; size], ..file });
    Ok(Outcome::done(CommMode::Mac))
}

/// A file whose bytes are not there yet.
struct New {
    size: usize,
    file: File,
}

fn decode(card: &Desfire, payload: &[u8]) -> Result<New, Status> {
    let (number, iso, rest) = match payload {
        [number, low, high, rest @ ..] if rest.len() == 6 => {
            (*number, Some(u16::from_le_bytes([*low, *high])), rest)
        }
        [number, rest @ ..] => (*number, None, rest),
        [] => return Err(Status::LENGTH),
    };
    let &[option, r0, r1, s0, s1, s2] = rest.first_chunk().ok_or(Status::LENGTH)?;
    let mode = comm_mode(option).ok_or(Status::PARAMETER)?;
    let may_mirror = option & SDM != 0;
    let shown = may_mirror && card.unknowns.sdm_at_creation == SdmAtCreation::OnWithNothingMirrored;
    let settings = FileSettings {
        mode,
        rights: Rights::from_wire([r0, r1]),
        sdm: shown.then_some(Sdm::NOTHING),
    };
    let size = from_lsb([s0, s1, s2]);
    let file = File {
        number,
        iso,
        may_mirror,
        settings,
        read_counter: ReadCounter::default(),
        data: Vec::new(),
    };
    if size == 0 { Err(Status::PARAMETER) } else { Ok(New { size, file }) }
}

/// Whether the application can have it.
fn admit(here: &Application, new: &File) -> Result<(), Status> {
    let keys = here.keys.len();
    let keys_exist = new.settings.rights.all().into_iter().all(|access| access.exists_among(keys));
    if new.number > LAST || !keys_exist || new.iso.is_some_and(is_reserved) {
        return Err(Status::PARAMETER);
    }
    let taken = here
        .files()
        .iter()
        .any(|other| other.number == new.number || (new.iso.is_some() && other.iso == new.iso));
    if taken { Err(DUPLICATE) } else { Ok(()) }
}
