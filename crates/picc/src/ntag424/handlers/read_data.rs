//! `ReadData`: in a session the bytes as they were written; outside, a tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ReadData`"; that a whole file of 256 bytes with a MAC is refused
//! with 917E was seen on silicon.

use std::ops::Range;

use tapsmith_card::command::{Command, FileNumber, ReadData};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::random::Random;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::{Answer, Stop};
use crate::ntag424::channel::{MAC_LENGTH, padded_length};
use crate::ntag424::checks::Shape;
use crate::ntag424::rights;
use crate::ntag424::sdm::ReadCommand;
use crate::ntag424::unknowns::ReadPastEnd;

const SHAPE: Shape = Shape { header: ReadData::HEADER, data: 0 };

/// What fits a short answer.
const ANSWER: usize = 256;

pub(in crate::ntag424) fn handle<R: Random>(
    card: &mut Ntag424,
    body: &[u8],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let mode = admit(card, body)?;
    let payload = card.open(ReadData::INSTRUCTION, mode, ReadData::HEADER, body)?;
    let command = ReadData::decode(&payload, mode)?;
    let range = range(card, &command)?;
    let data = if card.volatile.session.is_some() {
        card.memory.data(command.file).get(range).unwrap_or_default().to_vec()
    } else {
        card.show(command.file, ReadCommand::Data, range, random)
            .map_err(|untapped| untapped.refused(Status::PERMISSION_DENIED, Status::INTEGRITY))?
    };
    Ok(Answer::to(&command, mode, &data))
}

/// How the bytes travel, if the command may be carried out at all.
fn admit(card: &Ntag424, body: &[u8]) -> Result<CommMode, Status> {
    let file = *body.first_chunk::<{ ReadData::HEADER }>().ok_or(Status::LENGTH)?;
    let [number, ..] = file;
    let session = card.volatile.session.as_ref().map(|session| session.key);
    let mode = FileNumber::try_from(number).and_then(|file| {
        let settings = card.memory.settings(file);
        rights::read(settings, session).map(|grant| grant.mode(settings.mode))
    });
    card.admit(SHAPE, mode, body)
}

fn range(card: &Ntag424, command: &ReadData) -> Result<Range<usize>, Status> {
    let size = command.file.size();
    let (start, length) = (command.offset.to_usize(), command.length.to_usize());
    let end = if length == 0 { size } else { start.saturating_add(length) };
    if start >= size || end > size {
        return Err(match card.unknowns.read_past_end {
            ReadPastEnd::Boundary => Status::BOUNDARY,
            ReadPastEnd::Parameter => Status::PARAMETER,
        });
    }
    let protected = match card.protection(command.mode) {
        CommMode::Plain => end - start,
        CommMode::Mac => end - start + MAC_LENGTH,
        CommMode::Full => padded_length(end - start) + MAC_LENGTH,
    };
    if protected > ANSWER { Err(Status::LENGTH) } else { Ok(start..end) }
}
