//! `CreateApplication`: `AID ‖ KS1 ‖ KS2 [‖ ISO FID [‖ DF name]]`. Its keys are zeros, of version 00.
//!
//! Applications with DES keys (`KS2` bits 7 and 6 at `00`, `01`) and with a third byte of settings (bit 4) are not
//! played: 919E.
//!
//! Source: libfreefare and proxmark3; a command seen on
//! EV3 in `TalkToYourDESFireCard`.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::SlotKey;

use super::is_reserved;
use crate::desfire::Desfire;
use crate::desfire::memory::{Aid, Application, KeySettings, Name, of_application};
use crate::desfire::outcome::Outcome;
use crate::desfire::status::{DUPLICATE, OUT_OF_ROOM};
use crate::desfire::unknowns::AidZero;
use crate::ev2::checks::{Checks, Shape};

pub(in crate::desfire) const INSTRUCTION: u8 = 0xCA;

/// AID and both settings.
const LEAST: usize = 5;
const ISO_FILES: u8 = 0x20;
const AES: u8 = 0x80;
const KIND: u8 = 0xC0;
const MORE_SETTINGS: u8 = 0x10;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let lengths = [LEAST].into_iter().chain(LEAST + 2..=LEAST + 2 + 16);
    let fits = lengths
        .map(|header| Shape { header, data: 0 })
        .find(|shape| card.length(*shape, CommMode::Mac, body).is_ok());
    let length = fits.map(|_| ()).ok_or_else(|| card.wrong_length(CommMode::Mac));
    let (state, right) = (card.on_picc(), card.creation());
    Checks { length, state, right }.settle(card.unknowns.check_order)?;
    let shape = fits.unwrap_or(Shape { header: LEAST, data: 0 });
    let payload = card.open(INSTRUCTION, CommMode::Mac, shape, body)?;
    let application = decode(&payload)?;
    admit(card, &application)?;
    card.memory.add(application);
    Ok(Outcome::done(CommMode::Mac))
}

fn decode(payload: &[u8]) -> Result<Application, Status> {
    let (&[a0, a1, a2, first, second], rest) = payload.split_first_chunk().ok_or(Status::LENGTH)?;
    let has_iso_files = second & ISO_FILES != 0;
    let (iso, name) = match rest {
        [] if has_iso_files => return Err(Status::LENGTH),
        [] => (None, &[][..]),
        [low, high, name @ ..] => (Some(u16::from_le_bytes([*low, *high])), name),
        [_] => return Err(Status::LENGTH),
    };
    let keys = usize::from(second & 0x0F);
    let settings = KeySettings(first);
    let plays = second & KIND == AES && second & MORE_SETTINGS == 0;
    let fits = (1..=Application::MOST_KEYS).contains(&keys) && settings.fits(keys);
    if !plays || !fits || iso.is_some_and(is_reserved) {
        return Err(Status::PARAMETER);
    }
    Ok(Application {
        aid: Aid([a0, a1, a2]),
        settings,
        iso,
        name: Name::new(name),
        has_iso_files,
        keys: std::iter::repeat_with(SlotKey::factory).take(keys).collect(),
        files: Vec::new(),
    })
}

/// Whether there is a place for it.
fn admit(card: &Desfire, new: &Application) -> Result<(), Status> {
    if new.aid() == Aid::PICC {
        return Err(match card.unknowns.aid_zero {
            AidZero::Duplicate => DUPLICATE,
            AidZero::Parameter => Status::PARAMETER,
        });
    }
    let taken = card.memory.applications().iter().any(|other| {
        let same_name = !new.name().is_empty() && other.name() == new.name();
        let same_iso = new.iso().is_some() && other.iso() == new.iso();
        other.aid() == new.aid() || same_name || same_iso
    });
    if taken {
        Err(DUPLICATE)
    } else if of_application(new.keys.len()) > card.memory.free() {
        Err(OUT_OF_ROOM)
    } else {
        Ok(())
    }
}
