//! The steps from what a card is to what it shall be.

use std::fmt;

use tapsmith_core::key::{KeyNumber, KeyVersion};
use thiserror::Error;

use super::{State, Target};
use crate::command::NonMasterKey;

/// One change of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Write the NDEF file.
    WriteNdef,
    /// Give the NDEF file its rights, and switch SDM on.
    ChangeFileSettings,
    /// Put our key into a slot.
    ChangeKey(NonMasterKey),
    /// Put our key into slot 0, last of all: it is the key that the other steps need.
    ChangeMasterKey,
}

impl Step {
    /// Whether no command can undo it. None of these: a key whose old and new value are both known
    /// can be changed back.
    pub const fn irreversible(self) -> bool {
        match self {
            Self::WriteNdef
            | Self::ChangeFileSettings
            | Self::ChangeKey(_)
            | Self::ChangeMasterKey => false,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WriteNdef => f.pad("write_ndef"),
            Self::ChangeFileSettings => f.pad("change_file_settings"),
            Self::ChangeKey(key) => f.pad(&format!("change_key_{}", key.number())),
            Self::ChangeMasterKey => f.pad("change_key_0"),
        }
    }
}

/// A slot holds a key that is neither the factory's nor ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("key {number} of the card is somebody else's: its version is {}, neither 0 nor {}", found.0, ours.0)]
pub struct ForeignKey {
    /// The slot.
    pub number: KeyNumber,
    /// Its version on the card.
    pub found: KeyVersion,
    /// The version of our keys.
    pub ours: KeyVersion,
}

/// What is to be done, in order. Nothing, if the card is finished.
///
/// # Errors
/// A slot holds a key that is neither the factory's nor ours, so it could not be changed.
pub fn plan(target: &Target, state: &State) -> Result<Vec<Step>, ForeignKey> {
    let mut steps = Vec::new();
    if !state.ndef.starts_with(&target.image.bytes) {
        steps.push(Step::WriteNdef);
    }
    if state.ndef_settings != target.ndef {
        steps.push(Step::ChangeFileSettings);
    }
    let mut master = None;
    for (number, found) in state.keys() {
        match found {
            _ if found == target.version => {}
            KeyVersion(0) => match NonMasterKey::new(number) {
                Some(key) => steps.push(Step::ChangeKey(key)),
                None => master = Some(Step::ChangeMasterKey),
            },
            _ => return Err(ForeignKey { number, found, ours: target.version }),
        }
    }
    steps.extend(master);
    Ok(steps)
}
