//! `ReadData`: in a session the bytes as they were written; outside, a tap. `AD` answers at once, at most 256
//! bytes; `BD`, the elder, in frames of 48.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "`ReadData`". That EV3 knows both: proxmark3,
//! `TalkToYourDESFireCard`.

use std::ops::Range;

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::random::Random;

use crate::desfire::memory::File;
use crate::desfire::outcome::{Cut, Outcome};
use crate::desfire::sdm::{ReadCommand, from_lsb};
use crate::desfire::{Desfire, rights};
use crate::ev2::answer::Stop;
use crate::ev2::checks::{Checks, Shape};
use crate::ev2::unknowns::ReadPastEnd;

pub(in crate::desfire) const READ: u8 = 0xAD;
pub(in crate::desfire) const IN_FRAMES: u8 = 0xBD;

const SHAPE: Shape = Shape { header: 7, data: 0 };

/// What a frame holds.
///
/// Seen on EV3: the crate `desox` 0.5.4, in a session; on the first DESFire it was 59.
const FRAME: usize = 48;

/// What fits a short answer.
const ANSWER: usize = 256;

pub(in crate::desfire) fn handle<R: Random>(
    card: &mut Desfire,
    instruction: u8,
    body: &[u8],
    random: &mut R,
) -> Result<Outcome, Stop<R::Error>> {
    let &[number, o0, o1, o2, l0, l1, l2] = body.first_chunk().ok_or(Status::LENGTH)?;
    let mode = admit(card, number, body)?;
    card.open(instruction, mode, SHAPE, body)?;
    let wanted = [[o0, o1, o2], [l0, l1, l2]].map(from_lsb);
    let range = range(card, number, wanted)?;
    if instruction == READ && card.sealed_length(mode, range.len()) > ANSWER {
        return Err(Status::LENGTH.into());
    }
    let data = if card.volatile.session.is_some() {
        file(card, number)?.data().get(range).unwrap_or_default().to_vec()
    } else {
        card.show(number, ReadCommand::Data, range, random)
            .map_err(|untapped| untapped.refused(Status::PERMISSION_DENIED, Status::INTEGRITY))?
    };
    let cut = if instruction == IN_FRAMES { Cut::Every(FRAME) } else { Cut::Whole };
    Ok(Outcome::cut(mode, data, cut))
}

fn file(card: &Desfire, number: u8) -> Result<&File, Status> {
    card.application()?.file(number).ok_or(Status::FILE_NOT_FOUND)
}

/// How the bytes travel, if the command may be carried out at all.
fn admit(card: &Desfire, number: u8, body: &[u8]) -> Result<CommMode, Status> {
    let mode = file(card, number).and_then(|file| rights::read(file.settings(), card.key()));
    Checks {
        length: card.length_if_known(SHAPE, mode, body),
        state: card.in_application(),
        right: mode.map(|_| ()),
    }
    .settle(card.unknowns.check_order)?;
    mode
}

fn range(card: &Desfire, number: u8, [start, length]: [usize; 2]) -> Result<Range<usize>, Status> {
    let size = file(card, number)?.data().len();
    let end = if length == 0 { size } else { start.saturating_add(length) };
    if start >= size || end > size {
        return Err(match card.unknowns.read_past_end {
            ReadPastEnd::Boundary => Status::BOUNDARY,
            ReadPastEnd::Parameter => Status::PARAMETER,
        });
    }
    Ok(start..end)
}

impl Desfire {
    /// How long an answer of so many bytes is.
    fn sealed_length(&self, mode: CommMode, length: usize) -> usize {
        let session = self.volatile.session.as_ref();
        session.map_or(length, |session| session.sealed_length(mode, length))
    }
}
