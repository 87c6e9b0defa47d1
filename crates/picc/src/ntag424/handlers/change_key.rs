//! `ChangeKey`: only in a session with key 0.
//!
//! Key 0 comes as it is, and its change ends the session, so that the answer has no MAC. The others
//! come as the difference to the old key, with a checksum of the new.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeKey`"; that the checksum is not inverted at the end, and
//! that only key 0 may change a key, was seen on silicon.

use tapsmith_card::command::{ChangeKey, Command};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::secret::Reveal;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::channel::{MAC_LENGTH, padded_length};

/// Key number, two blocks and MAC, whichever key it is.
const ON_WIRE: usize = ChangeKey::HEADER + 32 + MAC_LENGTH;

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    card.admit_master(ON_WIRE, body)?;
    let payload = card.open(ChangeKey::INSTRUCTION, CommMode::Full, ChangeKey::HEADER, body)?;
    let (number, data) = payload.split_first().ok_or(Status::LENGTH)?;
    let number = KeyNumber::try_from(*number).map_err(|_| Status::NO_SUCH_KEY)?;
    change(card, number, data)?;
    Ok(Answer::done(CommMode::Full))
}

fn change(card: &mut Ntag424, number: KeyNumber, data: &[u8]) -> Result<(), Status> {
    let slot = card.memory.keys.slot_mut(number);
    let (key, version) =
        if number == KeyNumber::MASTER { as_it_is(data)? } else { as_difference(data, &slot.key)? };
    slot.replace(key, version);
    if number == KeyNumber::MASTER {
        card.volatile.session = None;
    }
    Ok(())
}

/// `NewKey ‖ Version`
fn as_it_is(data: &[u8]) -> Result<(AesKey, KeyVersion), Status> {
    let Some((new, &[version])) = data.split_first_chunk() else { return Err(Status::LENGTH) };
    Ok((AesKey::init_with(|key| *key = *new), KeyVersion(version)))
}

/// `NewKey ^ OldKey ‖ Version ‖ checksum of NewKey`
fn as_difference(data: &[u8], old: &AesKey) -> Result<(AesKey, KeyVersion), Status> {
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
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            let carry = if crc & 1 == 0 { 0 } else { 0xEDB8_8320 };
            crc >> 1 ^ carry
        })
    })
}

/// The command's length does not tell the two forms apart.
const _: () = assert!(padded_length(17) == 32 && padded_length(21) == 32);
