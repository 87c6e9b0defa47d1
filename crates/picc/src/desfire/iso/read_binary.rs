//! `ISOReadBinary`: what a phone reads. Of a file with SDM it is a tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOReadBinary`".

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::target::target;
use crate::desfire::Desfire;
use crate::desfire::rights;
use crate::desfire::sdm::ReadCommand;
use crate::ev2::answer::Stop;
use crate::ev2::unknowns::IsoReadPastEnd;

pub(super) fn handle<R: Random>(
    card: &mut Desfire,
    apdu: &CommandApdu,
    random: &mut R,
) -> Result<Vec<u8>, Stop<R::Error>> {
    let expected = match apdu.expected {
        Some(expected) if apdu.data.is_empty() => expected,
        _ => return Err(Status::ISO_LENGTH.into()),
    };
    card.outside_session()?;
    let (number, start) = target(card, apdu.parameters)?;
    let file = card.application().ok().and_then(|here| here.file(number));
    let file = file.ok_or(Status::ISO_NOT_FOUND)?;
    rights::read(file.settings(), None).map_err(|_| Status::ISO_SECURITY)?;
    let size = file.data().len();
    if start >= size {
        return Err(past_end(card).into());
    }
    let end = start + if expected == 0 { 256 } else { usize::from(expected) };
    card.show(number, ReadCommand::Binary, start..end.min(size), random)
        .map_err(|untapped| untapped.refused(Status::ISO_SECURITY, Status::ISO_SECURITY))
}

fn past_end(card: &Desfire) -> Status {
    match card.unknowns.iso_read_past_end {
        IsoReadPastEnd::Parameters => Status::ISO_PARAMETERS,
        IsoReadPastEnd::Offset => WRONG_OFFSET,
    }
}

/// ISO/IEC 7816-4, "wrong parameters P1-P2 (offset outside the EF)".
const WRONG_OFFSET: Status = Status(0x6B00);
