//! The rules that keep a card usable: by phones, and by whoever has its keys.

use thiserror::Error;

use super::{Files, Profile};
use crate::access::{Access, CommMode};
use crate::derive::ts1::Role;
use crate::key::KeyNumber;
use crate::template::{Template, TemplateError};

/// Why a profile's cards would be of no use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileProblem {
    /// A name that could not be typed.
    #[error("name: {0:?} is not 1 to 64 letters, digits, '.', '_' or '-'")]
    Name(String),
    /// The address.
    #[error("url: {0}")]
    Url(#[source] TemplateError),
    /// No place for the batch's own address.
    #[error("url: no {{base}}: the batch's base URL has no place in it")]
    NoBase,
    /// A change right that is not key 0's: it would lock the owner out, or let anybody in.
    #[error("files.{file}.rights.change is {found}: write key0, or the card {}", fate(*found))]
    Change {
        /// The file.
        file: &'static str,
        /// What stands there.
        found: Access,
    },
    /// Phones read in plain, without a key.
    #[error("files.ndef: phones read in plain and without a key: mode must be plain and read free")]
    Unreadable,
    /// Anybody could write the address.
    #[error("files.ndef.rights.{right} is free: anybody could write another address")]
    Writable {
        /// `write` or `read_write`.
        right: &'static str,
    },
    /// Slot 0 is the master key's.
    #[error("slots.app_master is {0}: the chip's master key is key 0")]
    Master(KeyNumber),
    /// Two roles in one slot.
    #[error("slots: {0} and {1} are both in slot {2}")]
    SameSlot(Role, Role, KeyNumber),
    /// The order's keys.
    #[error("order: publicKey and privateKey are both {0}")]
    SameOrderKey(Role),
    /// A limit of 0.
    #[error("counter.limit is 0: the card would answer no tap at all")]
    Limit,
}

fn fate(found: Access) -> &'static str {
    match found {
        Access::Never => "could never be changed again, not even by its owner",
        Access::Free => "could be changed by anybody",
        Access::Key(_) => "could not be changed in the session that writes it",
    }
}

impl Profile {
    /// Whether a card of this profile could be used.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self) -> Result<(), ProfileProblem> {
        let typed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(typed) {
            return Err(ProfileProblem::Name(self.name.clone()));
        }
        if !self.url.contains("{base}") {
            return Err(ProfileProblem::NoBase);
        }
        Template::parse(&self.url.replace("{base}", "")).map_err(ProfileProblem::Url)?;
        self.check_files()?;
        self.check_slots()?;
        match self.counter.limit.map(u32::from) {
            Some(0) => Err(ProfileProblem::Limit),
            _ => Ok(()),
        }
    }

    fn check_files(&self) -> Result<(), ProfileProblem> {
        let Files { capability_container, ndef, proprietary } = self.files;
        for (file, rule) in [
            ("capability_container", capability_container),
            ("ndef", ndef),
            ("proprietary", proprietary),
        ] {
            let found = rule.rights.change;
            if found != Access::Key(KeyNumber::MASTER) {
                return Err(ProfileProblem::Change { file, found });
            }
        }
        if ndef.mode != CommMode::Plain || ndef.rights.read != Access::Free {
            return Err(ProfileProblem::Unreadable);
        }
        for (right, access) in
            [("write", ndef.rights.write), ("read_write", ndef.rights.read_write)]
        {
            if access == Access::Free {
                return Err(ProfileProblem::Writable { right });
            }
        }
        Ok(())
    }

    fn check_slots(&self) -> Result<(), ProfileProblem> {
        let slots = self.slots;
        if slots.app_master != KeyNumber::MASTER {
            return Err(ProfileProblem::Master(slots.app_master));
        }
        for role in Role::ALL {
            let twin = Role::ALL
                .into_iter()
                .find(|twin| *twin < role && slots.of(*twin) == slots.of(role));
            if let Some(twin) = twin {
                return Err(ProfileProblem::SameSlot(twin, role, slots.of(role)));
            }
        }
        if self.order.public_key == self.order.private_key {
            return Err(ProfileProblem::SameOrderKey(self.order.public_key));
        }
        Ok(())
    }
}
