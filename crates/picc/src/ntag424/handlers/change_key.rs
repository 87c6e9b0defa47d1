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
use tapsmith_core::key::KeyNumber;

use crate::ev2::new_key::{as_difference, as_it_is};
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

/// The command's length does not tell the two forms apart.
const _: () = assert!(padded_length(17) == 32 && padded_length(21) == 32);
