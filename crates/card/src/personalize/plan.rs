//! The steps from what a card is to what it shall be.

use tapsmith_core::access::{Access, AccessRights, CommMode};
use tapsmith_core::key::KeyNumber;
use tapsmith_core::profile::Configuration;
use tapsmith_core::suite::Suite;
use thiserror::Error;

use super::{State, Step, Target, configure};
use crate::command::{FileNumber, NonMasterKey};
use crate::settings::FileSettings;

/// Why a card cannot be made what it shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlanError {
    /// A slot holds a key that nobody here knows.
    #[error("nobody here knows key {0} of this card: neither the factory's nor one of ours")]
    UnknownKey(KeyNumber),
    /// A slot of which nobody said what it shall hold: keys that came from others may lack some.
    #[error("nobody here knows what key {0} of this card shall be")]
    NoTarget(KeyNumber),
    /// A slot holds another key of the version that the new one would have: after a tear nobody
    /// could tell the two apart.
    #[error(
        "key {0} of this card is another one of the same version: after a tear nobody could tell them apart"
    )]
    SameVersion(KeyNumber),
    /// The settings of the signing file are not as planned, under the very key that it signs with.
    #[error(
        "this card signs with the record's key, under other settings: new ones would restart its read counter, and old taps would be good again"
    )]
    CounterRestart,
    /// The card is in LRP mode, and shall be in AES mode.
    #[error("this card is in LRP mode for good, and the batch's cards are in AES mode")]
    LrpForGood,
    /// The card shows a random UID, and shall show its own.
    #[error("this card shows a random UID for good, and the batch's cards show their own")]
    RandomUidForGood,
    /// Nobody may change the file any more.
    #[error("{0} of this card can never be changed again, and is not as it should be")]
    ReadOnly(FileNumber),
}

/// What is to be done, in order. Nothing, if the card is finished.
///
/// What the card's application lacks is made before anything is done with it. LRP comes next: it switches SDM off. A random UID comes last, when the card holds its own keys: until
/// then its UID tells which card it is.
///
/// # Errors
/// A slot is to be changed, and nobody knows what it holds, or could not tell it later. The read
/// counter would restart under the same key. The card is for good what it shall not be.
pub fn plan(target: &Target, state: &State) -> Result<Vec<Step>, PlanError> {
    let (wanted, configured) = (target.shape.configuration, state.configuration);
    refuse_for_good(wanted, configured)?;
    let mut steps: Vec<_> = state.lacks.iter().copied().map(Step::Make).collect();
    steps.extend(configure::before_files(wanted, configured).map(Step::Configure));
    let files = configure::files_after(&steps, state);
    file_steps(&mut steps, target, state, files)?;
    if restarts_counter(&steps, target, state) {
        return Err(PlanError::CounterRestart);
    }
    key_steps(&mut steps, target, state)?;
    steps.extend(configure::after_keys(wanted, configured).map(Step::Configure));
    steps.extend(card_key_step(target, state)?);
    Ok(steps)
}

/// What a card already is, and no command can undo.
fn refuse_for_good(wanted: Configuration, configured: Configuration) -> Result<(), PlanError> {
    if configured.suite == Suite::Lrp && wanted.suite == Suite::Aes {
        Err(PlanError::LrpForGood)
    } else if configured.random_uid && !wanted.random_uid {
        Err(PlanError::RandomUidForGood)
    } else {
        Ok(())
    }
}

/// `files` are the settings that the card has by then.
fn file_steps(
    steps: &mut Vec<Step>,
    target: &Target,
    state: &State,
    files: [FileSettings; 3],
) -> Result<(), PlanError> {
    let write = !state.ndef.starts_with(&target.shape.image.bytes);
    for (file, old) in FileNumber::ALL.into_iter().zip(files) {
        let new = target.shape.file(file);
        let write = file == FileNumber::Ndef && write;
        if old.rights.change == Access::Never && (write || old != new) {
            return Err(PlanError::ReadOnly(file));
        }
        let old = if write { write_steps(steps, target, old) } else { old };
        if old != new {
            steps.push(Step::ChangeFileSettings { file, old, new });
        }
    }
    Ok(())
}

/// Each key that is not the card's own yet, key 0 last: it is the key that all other steps need.
fn key_steps(steps: &mut Vec<Step>, target: &Target, state: &State) -> Result<(), PlanError> {
    let mut master = None;
    for (number, held) in state.keys() {
        let new = target.key(number);
        if held == Some(new) {
            continue;
        }
        let old = held.ok_or(PlanError::UnknownKey(number))?.clone();
        if old.version == new.version {
            return Err(PlanError::SameVersion(number));
        }
        let new = new.clone();
        match NonMasterKey::new(number) {
            Some(key) => steps.push(Step::ChangeKey { key, old, new }),
            None => master = Some(Step::ChangeMasterKey { old, new }),
        }
    }
    steps.extend(master);
    Ok(())
}

/// A key that nobody here knows is left where it is: it is another owner's.
fn card_key_step(target: &Target, state: &State) -> Result<Option<Step>, PlanError> {
    let Some((new, old)) = target.card_key.as_ref().zip(state.card_key.as_ref()) else {
        return Ok(None);
    };
    if old == new {
        Ok(None)
    } else if old.version() == new.version() {
        Err(PlanError::SameVersion(KeyNumber::MASTER))
    } else {
        Ok(Some(Step::ChangeCardKey { old: old.clone(), new: new.clone() }))
    }
}

/// Whether SDM would be set while the card holds the key that it will sign with already. Switching SDM on
/// starts the counter anew (NT4H2421Gx Rev. 3.0, section 9.3.1); whether writing it again does, nobody
/// knows. No tear leaves a card so: SDM is set before the keys are.
fn restarts_counter(steps: &[Step], target: &Target, state: &State) -> bool {
    let sets =
        |step: &Step| matches!(step, Step::ChangeFileSettings { new, .. } if new.sdm.is_some());
    let sdm = target.shape.file(FileNumber::Ndef).sdm;
    let signs = sdm.and_then(|sdm| sdm.file_read).map(|file_read| file_read.key);
    let held = |key: KeyNumber| key.of(&state.keys).as_ref() == Some(target.key(key));
    steps.iter().any(sets) && signs.is_some_and(held)
}

/// The write, and before it what lets key 0 write in plain if the file's settings do not. Returns the
/// settings that the file has then.
fn write_steps(steps: &mut Vec<Step>, target: &Target, old: FileSettings) -> FileSettings {
    let AccessRights { write, read_write, .. } = old.rights;
    let master = Access::Key(KeyNumber::MASTER);
    let allowed = [write, read_write].iter().any(|right| [master, Access::Free].contains(right));
    let opened = if allowed && old.mode == CommMode::Plain {
        old
    } else {
        let rights = AccessRights { write: master, ..old.rights };
        let new = FileSettings { mode: CommMode::Plain, rights, sdm: None };
        steps.push(Step::ChangeFileSettings { file: FileNumber::Ndef, old, new });
        new
    };
    steps.push(Step::WriteNdef { bytes: target.shape.image.bytes.clone() });
    opened
}
