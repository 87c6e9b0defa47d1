//! The steps from what a card is to what it shall be.

use tapsmith_core::access::{Access, AccessRights, CommMode};
use tapsmith_core::key::KeyNumber;
use thiserror::Error;

use super::{State, Step, Target};
use crate::command::{FileNumber, NonMasterKey};
use crate::settings::FileSettings;

/// Why a card cannot be made what it shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlanError {
    /// A slot holds a key that nobody here knows.
    #[error("nobody here knows key {0} of this card: neither the factory's nor one of ours")]
    UnknownKey(KeyNumber),
    /// A slot holds another key of the version that the new one would have: after a tear nobody
    /// could tell the two apart.
    #[error(
        "key {0} of this card is another one of the same version: after a tear nobody could tell them apart"
    )]
    SameVersion(KeyNumber),
}

/// What is to be done, in order. Nothing, if the card is finished.
///
/// # Errors
/// A slot is to be changed, and nobody knows what it holds, or could not tell it later.
pub fn plan(target: &Target, state: &State) -> Result<Vec<Step>, PlanError> {
    let mut steps = Vec::new();
    let write = !state.ndef.starts_with(&target.shape.image.bytes);
    for (file, old) in state.files() {
        let new = target.shape.file(file);
        let is_ndef = file == FileNumber::Ndef;
        let old = if is_ndef && write { write_steps(&mut steps, target, old) } else { old };
        if old != new {
            steps.push(Step::ChangeFileSettings { file, old, new });
        }
    }
    let mut master = None;
    for (number, held) in state.keys() {
        let new = target.key(number);
        if held != Some(new) {
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
    }
    steps.extend(master);
    Ok(steps)
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
