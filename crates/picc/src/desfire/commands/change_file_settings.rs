//! `ChangeFileSettings`: for whoever holds the file's change right; in plain if that is free. SDM only for a file
//! created for it.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "`ChangeFileSettings`"; `TalkToYourDESFireCard`, seen on
//! EV3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::counter::ReadCounter;

use crate::desfire::memory::{File, FileSettings};
use crate::desfire::outcome::Outcome;
use crate::desfire::sdm::validity::{self, Circumstances};
use crate::desfire::secured::Secured;
use crate::desfire::unknowns::SdmNotCreated;
use crate::desfire::{Desfire, rights};
use crate::ev2::channel::MAC_LENGTH;
use crate::ev2::checks::{Checks, Shape};
use crate::ev2::unknowns::CounterAtRewrite;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x5F;

/// The file's number.
const HEADER: usize = 1;
/// Option byte and rights: the least there is beside it.
const LEAST: usize = 3;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let number = *body.first().ok_or(Status::LENGTH)?;
    let right = file(card, number)
        .and_then(|file| rights::one(file.settings.rights.change, CommMode::Full, card.key()));
    let mode = right.unwrap_or(CommMode::Full);
    Checks {
        length: length(card, mode, body.len()),
        state: card.in_application(),
        right: right.map(|_| ()),
    }
    .settle(card.unknowns.check_order)?;
    let shape = Shape { header: HEADER, data: body.len().saturating_sub(HEADER) };
    let payload = card.open(INSTRUCTION, mode, shape, body)?;
    let settings = FileSettings::decode(payload.get(HEADER..).unwrap_or_default())?;
    change(card, number, settings)?;
    Ok(Outcome::done(mode))
}

fn file(card: &Desfire, number: u8) -> Result<&File, Status> {
    card.application()?.file(number).ok_or(Status::FILE_NOT_FOUND)
}

fn length(card: &Desfire, mode: CommMode, length: usize) -> Result<(), Status> {
    let fits = match card.protection(mode) {
        CommMode::Plain | CommMode::Mac => length >= HEADER + LEAST,
        CommMode::Full => {
            let encrypted = length.saturating_sub(HEADER);
            if let Some(Secured::Ev1(session)) = &card.volatile.session {
                session.are_blocks(encrypted)
            } else {
                encrypted > MAC_LENGTH && (encrypted - MAC_LENGTH).is_multiple_of(16)
            }
        }
    };
    if fits { Ok(()) } else { Err(card.wrong_length(mode)) }
}

fn change(card: &mut Desfire, number: u8, settings: FileSettings) -> Result<(), Status> {
    let keys = card.application()?.keys.len();
    if !settings.rights.all().into_iter().all(|access| access.exists_among(keys)) {
        return Err(Status::PARAMETER);
    }
    let file = file(card, number)?;
    let mut counter = file.read_counter;
    if let Some(sdm) = &settings.sdm {
        if !file.may_mirror {
            return Err(match card.unknowns.sdm_not_created {
                SdmNotCreated::Permission => Status::PERMISSION_DENIED,
                SdmNotCreated::Parameter => Status::PARAMETER,
            });
        }
        counter = counter_under_new_settings(card, file);
        let circumstances = Circumstances {
            size: file.data.len(),
            keys,
            counter,
            counter_without_mirror: card.unknowns.counter_without_mirror,
        };
        validity::check(sdm, circumstances)?;
    }
    let file = card.application_mut()?.file_mut(number).ok_or(Status::FILE_NOT_FOUND)?;
    file.settings = settings;
    file.read_counter = counter;
    Ok(())
}

/// Switching SDM on sets the counter to 0.
fn counter_under_new_settings(card: &Desfire, file: &File) -> ReadCounter {
    match card.unknowns.counter_at_rewrite {
        CounterAtRewrite::Kept if file.settings.sdm.is_some() => file.read_counter,
        CounterAtRewrite::Kept | CounterAtRewrite::Reset => ReadCounter::default(),
    }
}
