//! Get Data: UID and ATS, which the reader knows from the activation. All readers have it, and behind a
//! virtual reader the card's process plays it.
//!
//! Source: PC/SC Specification, Part 3, Rev. 2.01.09, "Get Data Command".

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::status::Status;

const PSEUDO: u8 = 0xFF;
const GET_DATA: u8 = 0xCA;

/// "Function not supported": what PC/SC has readers say to anything they do not know. (`6D00` would
/// say that the *card* does not know the instruction.)
pub(super) const NOT_SUPPORTED: Status = Status(0x6A81);

/// What a reader asks of the chip at activation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Activation<'c> {
    /// The UID of anticollision: seven bytes, or four if it is random.
    pub(crate) uid: &'c [u8],
    /// The ATS, its length byte first; nothing of a chip that has none.
    pub(crate) ats: &'c [u8],
}

/// Whether the reader answers `command`, and the chip never sees it.
pub(crate) fn is_for_reader(command: &[u8]) -> bool {
    command.first() == Some(&PSEUDO)
}

/// The answer of a reader that knows nothing else.
pub(crate) fn answer(command: &[u8], activation: Activation<'_>) -> ResponseApdu {
    let data = match CommandApdu::from_bytes(command) {
        Ok(apdu) => get_data(&apdu, activation),
        Err(_) => Err(Status::ISO_LENGTH),
    };
    super::response(data)
}

pub(super) fn get_data(apdu: &CommandApdu, activation: Activation<'_>) -> Result<Vec<u8>, Status> {
    let data = match (apdu.instruction, apdu.parameters) {
        (GET_DATA, [0x00, 0x00]) => activation.uid.to_vec(),
        (GET_DATA, [0x01, 0x00]) if !activation.ats.is_empty() => activation.ats.to_vec(),
        _ => return Err(NOT_SUPPORTED),
    };
    let fits = |le: u8| le == 0 || usize::from(le) == data.len();
    if apdu.data.is_empty() && apdu.expected.is_some_and(fits) {
        Ok(data)
    } else {
        Err(Status::ISO_LENGTH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIVATION: Activation<'static> =
        Activation { uid: &[4, 1, 2, 3, 4, 5, 6], ats: &[0x02, 0x70] };

    fn bytes(command: &[u8]) -> Option<Vec<u8>> {
        is_for_reader(command).then(|| answer(command, ACTIVATION).to_bytes())
    }

    #[test]
    fn uid_and_ats_are_the_readers_to_give() {
        let uid = Some(vec![4, 1, 2, 3, 4, 5, 6, 0x90, 0x00]);
        assert_eq!(bytes(&[0xFF, 0xCA, 0x00, 0x00, 0x00]), uid);
        assert_eq!(bytes(&[0xFF, 0xCA, 0x00, 0x00, 0x07]), uid);
        assert_eq!(bytes(&[0xFF, 0xCA, 0x01, 0x00, 0x00]), Some(vec![0x02, 0x70, 0x90, 0x00]));
    }

    #[test]
    fn what_it_does_not_know_it_refuses_and_leaves_the_rest_to_the_chip() {
        assert_eq!(bytes(&[0xFF, 0x82, 0x00, 0x00, 0x00]), Some(vec![0x6A, 0x81]));
        assert_eq!(bytes(&[0xFF, 0xCA, 0x00, 0x00, 0x04]), Some(vec![0x67, 0x00]));
        assert_eq!(bytes(&[0xFF]), Some(vec![0x67, 0x00]));
        assert_eq!(bytes(&[0x90, 0xCA, 0x00, 0x00, 0x00]), None);
        assert_eq!(bytes(&[]), None);
    }
}
