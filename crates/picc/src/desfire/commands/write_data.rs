//! `WriteData`: for whoever holds the write right. `8D` comes at once, in blocks that the reader chains; `3D`, the
//! elder, may also come in frames, each asked for with 91AF. Either way the write begins before its last part is
//! there, so that a wrong MAC comes too late for the others, and so does the end of the field.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "`WriteData`", "Command Chaining".

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use crate::desfire::outcome::Outcome;
use crate::desfire::sdm::from_lsb;
use crate::desfire::volatile::Pending;
use crate::desfire::{Desfire, rights};
use crate::ev2::checks::{Checks, Shape};
use crate::ev2::unknowns::LastFrame;

pub(in crate::desfire) const WRITE: u8 = 0x8D;
pub(in crate::desfire) const IN_FRAMES: u8 = 0x3D;

/// Number, offset and length.
const HEADER: usize = 7;

pub(in crate::desfire) fn handle(
    card: &mut Desfire,
    instruction: u8,
    body: &[u8],
) -> Result<Outcome, Status> {
    if instruction == IN_FRAMES && waits(card, body)? {
        card.volatile.pending = Some(Pending::Write(body.to_vec()));
        return Ok(Outcome::more(&[]));
    }
    let ahead = card.written_ahead(body).len();
    finish(card, instruction, body, ahead)
}

/// Another frame of a write that waits for it.
pub(in crate::desfire) fn go_on(
    card: &mut Desfire,
    mut arrived: Vec<u8>,
    body: &[u8],
) -> Result<Outcome, Status> {
    let before = arrived.len();
    arrived.extend(body);
    if waits(card, &arrived)? {
        card.volatile.pending = Some(Pending::Write(arrived));
        return Ok(Outcome::more(&[]));
    }
    let ahead = match card.unknowns.last_frame {
        LastFrame::AwaitsMac => before,
        LastFrame::WrittenAhead => arrived.len(),
    };
    finish(card, IN_FRAMES, &arrived, ahead)
}

/// All of `body` is there. If it is refused for its MAC, so many bytes of it were carried out before.
fn finish(
    card: &mut Desfire,
    instruction: u8,
    body: &[u8],
    ahead: usize,
) -> Result<Outcome, Status> {
    let mode = admit(card, body)?;
    write(card, instruction, mode, body).inspect_err(|_| write_arrived(card, mode, ahead, body))?;
    Ok(Outcome::done(mode))
}

/// Only the first `arrived` bytes of `body` come.
pub(in crate::desfire) fn break_off(card: &mut Desfire, body: &[u8], arrived: usize) {
    if let Ok((_, mode)) = right(card, body) {
        write_arrived(card, mode, arrived, body);
    }
}

fn write(card: &mut Desfire, instruction: u8, mode: CommMode, body: &[u8]) -> Result<(), Status> {
    let payload = card.open(instruction, mode, shape(body)?, body)?;
    let (&[_, _, _, _, l0, l1, l2], data) =
        payload.split_first_chunk::<HEADER>().ok_or(Status::LENGTH)?;
    if data.is_empty() || data.len() != from_lsb([l0, l1, l2]) {
        return Err(Status::LENGTH);
    }
    place(card, &payload)?.copy_from_slice(data);
    Ok(())
}

/// Where the data goes: as many bytes as the header says.
fn place<'c>(card: &'c mut Desfire, body: &[u8]) -> Result<&'c mut [u8], Status> {
    let &[number, o0, o1, o2, l0, l1, l2] = body.first_chunk().ok_or(Status::LENGTH)?;
    let [start, length] = [[o0, o1, o2], [l0, l1, l2]].map(from_lsb);
    let file = card.application_mut()?.file_mut(number).ok_or(Status::FILE_NOT_FOUND)?;
    file.data.get_mut(start..start.saturating_add(length)).ok_or(Status::BOUNDARY)
}

/// Writes the data that is there; encrypted data, as far as it came in whole blocks. The write as a whole must end
/// inside the file.
fn write_arrived(card: &mut Desfire, mode: CommMode, arrived: usize, body: &[u8]) {
    let body = body.get(..arrived).unwrap_or(body);
    let Some((_, data)) = body.split_first_chunk::<HEADER>() else { return };
    let data = match (mode, &mut card.volatile.session) {
        (CommMode::Full, Some(session)) => session.decrypt_blocks(data),
        _ => Zeroizing::new(data.to_vec()),
    };
    place(card, body)
        .unwrap_or_default()
        .iter_mut()
        .zip(data.iter())
        .for_each(|(byte, new)| *byte = *new);
}

fn shape(body: &[u8]) -> Result<Shape, Status> {
    let &[_, _, _, _, l0, l1, l2] = body.first_chunk::<HEADER>().ok_or(Status::LENGTH)?;
    Ok(Shape { header: HEADER, data: from_lsb([l0, l1, l2]) })
}

/// What the command's header asks for, and how its bytes travel.
fn right(card: &Desfire, body: &[u8]) -> Result<(Shape, CommMode), Status> {
    let shape = shape(body)?;
    let number = *body.first().ok_or(Status::LENGTH)?;
    let file = card.application()?.file(number).ok_or(Status::FILE_NOT_FOUND)?;
    Ok((shape, rights::write(file.settings(), card.key())?))
}

/// Whether a write that may be carried out lacks bytes, so that a further frame is expected.
fn waits(card: &mut Desfire, body: &[u8]) -> Result<bool, Status> {
    let (shape, mode) = right(card, body)?;
    place(card, body)?;
    let whole = match &card.volatile.session {
        Some(session) => session.on_wire(shape, mode),
        None => shape.on_wire(CommMode::Plain),
    };
    Ok(body.len() < whole)
}

/// How the bytes travel, if the command may be carried out at all.
fn admit(card: &Desfire, body: &[u8]) -> Result<CommMode, Status> {
    let shape = shape(body)?;
    let mode = right(card, body).map(|(_, mode)| mode);
    Checks {
        length: card.length_if_known(shape, mode, body),
        state: card.in_application(),
        right: mode.map(|_| ()),
    }
    .settle(card.unknowns.check_order)?;
    mode
}
