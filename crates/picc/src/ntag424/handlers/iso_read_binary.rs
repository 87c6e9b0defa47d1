//! `ISOReadBinary`: what a phone reads. Of a file with SDM it is a tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOReadBinary`".

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::binary;
use crate::ntag424::Ntag424;
use crate::ntag424::answer::Stop;
use crate::ntag424::rights;
use crate::ntag424::sdm::ReadCommand;
use crate::ntag424::unknowns::IsoReadPastEnd;

pub(in crate::ntag424) fn handle<R: Random>(
    card: &mut Ntag424,
    apdu: &CommandApdu,
    random: &mut R,
) -> Result<Vec<u8>, Stop<R::Error>> {
    let expected = match apdu.expected {
        Some(expected) if apdu.data.is_empty() => expected,
        _ => return Err(Status::ISO_LENGTH.into()),
    };
    card.outside_session()?;
    let (file, start) = binary::target(card, apdu.parameters)?;
    rights::read(card.memory.settings(file), None).map_err(|_| Status::ISO_SECURITY)?;
    if start >= file.size() {
        return Err(past_end(card).into());
    }
    let end = start + if expected == 0 { 256 } else { usize::from(expected) };
    card.show(file, ReadCommand::Binary, start..end.min(file.size()), random)
        .map_err(|untapped| untapped.refused(Status::ISO_SECURITY, Status::ISO_SECURITY))
}

fn past_end(card: &Ntag424) -> Status {
    match card.unknowns.iso_read_past_end {
        IsoReadPastEnd::Parameters => Status::ISO_PARAMETERS,
        IsoReadPastEnd::Offset => WRONG_OFFSET,
    }
}

/// ISO/IEC 7816-4, "wrong parameters P1-P2 (offset outside the EF)".
const WRONG_OFFSET: Status = Status(0x6B00);
