//! `ChangeKey`: of the PICC's master key, which may become a key of another kind, and of an application's keys.
//!
//! The key of the session comes as it is, and its change ends the session, so that the answer has no MAC. Another
//! comes as the difference to the old key, with a checksum of the new. At the PICC the highest bits of the key's
//! number say what kind the new key is: `00` DES, `10` AES, which has its version behind it. What a legacy session
//! makes of that is told in `d40`.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "`ChangeKey`"; proxmark3 (`DesfireChangeKey`) and
//! libfreefare, for the kind of key; dev-zzo/ChameleonMini, issue 26.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{AesKey, SlotKey};

use crate::desfire::Desfire;
use crate::desfire::memory::{Changer, DesKey, PiccKey};
use crate::desfire::outcome::Outcome;
use crate::desfire::rights::allow;
use crate::desfire::volatile::Selection;
use crate::ev2::checks::Shape;
use crate::ev2::new_key::{as_difference, as_it_is};

pub(in crate::desfire) const INSTRUCTION: u8 = 0xC4;

/// In the number of the PICC's key: what the new key is.
const KIND: u8 = 0xC0;
const DES: u8 = 0x00;
const AES: u8 = 0x80;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let number = *body.first().ok_or(Status::LENGTH)?;
    match card.volatile.selection {
        Selection::Picc => of_picc(card, number, body),
        Selection::Application { .. } => of_application(card, number, body),
    }
}

fn of_picc(card: &mut Desfire, number: u8, body: &[u8]) -> Result<Outcome, Status> {
    let length = if number & KIND == AES { 17 } else { 16 };
    let shape = Shape { header: 1, data: length };
    let changeable = card.memory.picc_settings().master_key_is_changeable();
    let right = card.master().and(if changeable { Ok(()) } else { Err(Status::PERMISSION_DENIED) });
    let payload = card.take_secret(INSTRUCTION, shape, right, body)?;
    if number & !KIND != 0 {
        return Err(Status::NO_SUCH_KEY);
    }
    let data = payload.get(1..).unwrap_or_default();
    card.memory.picc.key = match number & KIND {
        AES => {
            let (key, version) = as_it_is(data)?;
            PiccKey::Aes(SlotKey { key, version })
        }
        DES => {
            let new: &[u8; 16] = data.try_into().map_err(|_| Status::LENGTH)?;
            PiccKey::Des(DesKey::new(AesKey::init_with(|key| *key = *new)))
        }
        // Three keys of DES are not played; `11` means nothing.
        _ => return Err(Status::PARAMETER),
    };
    card.volatile.session = None;
    Ok(Outcome::done(CommMode::Full))
}

fn of_application(card: &mut Desfire, number: u8, body: &[u8]) -> Result<Outcome, Status> {
    let own = card.key() == Some(number);
    let shape = Shape { header: 1, data: if own { 17 } else { 21 } };
    let right = right(card, number);
    let payload = card.take_secret(INSTRUCTION, shape, right, body)?;
    let data = payload.get(1..).unwrap_or_default();
    let application = card.application_mut()?;
    let slot = application.keys.get_mut(usize::from(number)).ok_or(Status::NO_SUCH_KEY)?;
    let (key, version) = if own { as_it_is(data)? } else { as_difference(data, &slot.key)? };
    *slot = SlotKey { key, version };
    if own {
        card.volatile.session = None;
    }
    Ok(Outcome::done(CommMode::Full))
}

/// The master key and the key that changes others are changed with the master key; the others as the key settings
/// say.
fn right(card: &Desfire, number: u8) -> Result<(), Status> {
    let application = card.application()?;
    application.key(number).ok_or(Status::NO_SUCH_KEY)?;
    let settings = application.settings();
    let with = |key| allow(card.key() == Some(key));
    match settings.changer() {
        _ if number == 0 && !settings.master_key_is_changeable() => {
            card.master().and(Err(Status::PERMISSION_DENIED))
        }
        _ if number == 0 => with(0),
        Changer::Nobody => Err(Status::PERMISSION_DENIED),
        Changer::Same => with(number),
        Changer::Key(changer) if changer == number => with(0),
        Changer::Key(changer) => with(changer),
    }
}
