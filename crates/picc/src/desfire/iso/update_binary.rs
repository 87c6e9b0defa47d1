//! `ISOUpdateBinary`: what a phone writes. Never with an Le, whose presence is told before the missing right.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOUpdateBinary`"; 6700 for an Le was seen on NTAG 424 DNA.

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::status::Status;

use super::target::target;
use crate::desfire::Desfire;
use crate::desfire::rights;

pub(super) fn handle(card: &mut Desfire, apdu: &CommandApdu) -> Result<Vec<u8>, Status> {
    place(card, apdu)?.copy_from_slice(&apdu.data);
    Ok(Vec::new())
}

/// Only the first `arrived` bytes of the data come.
pub(in crate::desfire) fn break_off(card: &mut Desfire, apdu: &CommandApdu, arrived: usize) {
    let bytes = place(card, apdu).unwrap_or_default();
    let data = apdu.data.iter().take(arrived);
    bytes.iter_mut().zip(data).for_each(|(byte, new)| *byte = *new);
}

/// Where the data goes, if it may: as many bytes as there are.
fn place<'c>(card: &'c mut Desfire, apdu: &CommandApdu) -> Result<&'c mut [u8], Status> {
    if apdu.expected.is_some() || apdu.data.is_empty() {
        return Err(Status::ISO_LENGTH);
    }
    card.outside_session()?;
    let (number, start) = target(card, apdu.parameters)?;
    let application = card.application_mut().map_err(|_| Status::ISO_NOT_FOUND)?;
    let file = application.file_mut(number).ok_or(Status::ISO_NOT_FOUND)?;
    rights::write(&file.settings, None).map_err(|_| Status::ISO_SECURITY)?;
    file.data.get_mut(start..start + apdu.data.len()).ok_or(Status::ISO_CONDITIONS)
}
