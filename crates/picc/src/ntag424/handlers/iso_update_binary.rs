//! `ISOUpdateBinary`: what a phone writes. Never with an Le, whose presence is told before the
//! missing right.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOUpdateBinary`"; 6700 for an Le, on a locked card too, was seen
//! on silicon.

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::status::Status;

use super::binary;
use crate::ntag424::Ntag424;
use crate::ntag424::rights;

pub(in crate::ntag424) fn handle(
    card: &mut Ntag424,
    apdu: &CommandApdu,
) -> Result<Vec<u8>, Status> {
    place(card, apdu)?.copy_from_slice(&apdu.data);
    Ok(Vec::new())
}

/// Only the first `arrived` bytes of the data come.
pub(in crate::ntag424) fn break_off(card: &mut Ntag424, apdu: &CommandApdu, arrived: usize) {
    let bytes = place(card, apdu).unwrap_or_default();
    let data = apdu.data.iter().take(arrived);
    bytes.iter_mut().zip(data).for_each(|(byte, new)| *byte = *new);
}

/// Where the data goes, if it may: as many bytes as there are.
fn place<'c>(card: &'c mut Ntag424, apdu: &CommandApdu) -> Result<&'c mut [u8], Status> {
    if apdu.expected.is_some() || apdu.data.is_empty() {
        return Err(Status::ISO_LENGTH);
    }
    card.outside_session()?;
    let (file, start) = binary::target(card, apdu.parameters)?;
    rights::write(card.memory.settings(file), None).map_err(|_| Status::ISO_SECURITY)?;
    let place = start..start + apdu.data.len();
    card.memory.files.data_mut(file).get_mut(place).ok_or(Status::ISO_CONDITIONS)
}
