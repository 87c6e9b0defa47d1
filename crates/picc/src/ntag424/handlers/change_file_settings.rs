//! `ChangeFileSettings`: for whoever holds the file's change right; in plain if that is free.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeFileSettings`".

use tapsmith_card::command::{ChangeFileSettings, Command, FileNumber};
use tapsmith_card::settings::FileSettings;
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::counter::ReadCounter;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::Answer;
use crate::ntag424::channel::MAC_LENGTH;
use crate::ntag424::checks::Checks;
use crate::ntag424::rights::{self, Grant};
use crate::ntag424::sdm::validity::{self, Circumstances};
use crate::ntag424::unknowns::CounterAtRewrite;

/// Option byte and rights: the least there is beside the file's number.
const LEAST: usize = 3;

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    let number = *body.first().ok_or(Status::LENGTH)?;
    let grant = FileNumber::try_from(number).and_then(|file| {
        let session = card.volatile.session.as_ref().map(|session| session.key);
        rights::change(card.memory.settings(file), session)
    });
    let mode = grant.map_or(CommMode::Full, |grant| grant.mode(CommMode::Full));
    Checks {
        length: length(card, mode, body.len()),
        state: card.application(),
        right: grant.map(|_: Grant| ()),
    }
    .settle(card.unknowns.check_order)?;
    let instruction = ChangeFileSettings::INSTRUCTION;
    let payload = card.open(instruction, mode, ChangeFileSettings::HEADER, body)?;
    let ChangeFileSettings { file, settings, .. } = ChangeFileSettings::decode(&payload)?;
    change(card, file, settings)?;
    Ok(Answer::done(mode))
}

fn length(card: &Ntag424, mode: CommMode, length: usize) -> Result<(), Status> {
    let protection = card.protection(mode);
    let fits = match protection {
        CommMode::Plain | CommMode::Mac => length > LEAST,
        CommMode::Full => {
            let encrypted = length.saturating_sub(ChangeFileSettings::HEADER + MAC_LENGTH);
            encrypted > 0 && encrypted.is_multiple_of(16)
        }
    };
    if fits { Ok(()) } else { Err(card.wrong_length(protection)) }
}

fn change(card: &mut Ntag424, file: FileNumber, settings: FileSettings) -> Result<(), Status> {
    if let Some(sdm) = &settings.sdm {
        if file != FileNumber::Ndef {
            return Err(Status::PERMISSION_DENIED);
        }
        let counter = counter_under_new_settings(card);
        let circumstances = Circumstances {
            size: file.size(),
            counter,
            suite: card.memory.configuration.suite,
            has_loop: card.memory.tamper.is_some(),
            counter_without_mirror: card.unknowns.counter_without_mirror,
        };
        validity::check(sdm, circumstances)?;
        card.memory.read_counter = counter;
    }
    *card.memory.files.settings_mut(file) = settings;
    Ok(())
}

/// Switching SDM on sets the counter to 0.
fn counter_under_new_settings(card: &Ntag424) -> ReadCounter {
    let on = card.memory.settings(FileNumber::Ndef).sdm.is_some();
    match card.unknowns.counter_at_rewrite {
        CounterAtRewrite::Kept if on => card.memory.read_counter,
        CounterAtRewrite::Kept | CounterAtRewrite::Reset => ReadCounter::default(),
    }
}
