//! The two forms in which `ChangeKey` brings an AES key: as it is, where it takes the place of the key that the
//! session was opened with, or as its difference to the old one, with a checksum of the new.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeKey`"; that the checksum is not inverted at the end was seen on silicon.

use tapsmith_card::status::Status;
use tapsmith_core::key::{AesKey, KeyVersion};
use tapsmith_core::secret::Reveal;

/// `NewKey ‖ Version`
pub(crate) fn as_it_is(data: &[u8]) -> Result<(AesKey, KeyVersion), Status> {
    let Some((new, &[version])) = data.split_first_chunk() else { return Err(Status::LENGTH) };
    Ok((AesKey::init_with(|key| *key = *new), KeyVersion(version)))
}

/// `NewKey ^ OldKey ‖ Version ‖ checksum of NewKey`
pub(crate) fn as_difference(data: &[u8], old: &AesKey) -> Result<(AesKey, KeyVersion), Status> {
    let Some((difference, &[version, c0, c1, c2, c3])) = data.split_first_chunk::<16>() else {
        return Err(Status::LENGTH);
    };
    let new = AesKey::init_with(|key| {
        for ((key, difference), old) in key.iter_mut().zip(difference).zip(old.reveal()) {
            *key = difference ^ old;
        }
    });
    if checksum(new.reveal()).to_le_bytes() == [c0, c1, c2, c3] {
        Ok((new, KeyVersion(version)))
    } else {
        Err(Status::INTEGRITY)
    }
}

/// CRC-32 of IEEE 802.3, bit by bit, without the inversion at its end.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            let carry = if crc & 1 == 0 { 0 } else { 0xEDB8_8320 };
            crc >> 1 ^ carry
        })
    })
}
