//! The families, by their names.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::classic::reader::KeyPlaces;

use super::binary::Habits;
use super::{acr122u, acs, elatec, feitian, generic, identiv, omnikey};

/// A family of readers, as `--reader-profile` names them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Personality {
    /// ACS ACR1252U, ACR1552U, ACR1581U: transparent sessions.
    #[default]
    Acs,
    /// ACS ACR122U: a PN532 behind one command.
    Acr122u,
    /// HID OMNIKEY 5022, 5422.
    Omnikey,
    /// Identiv uTrust 3700F, 4701F.
    Identiv,
    /// Feitian R502.
    Feitian,
    /// Elatec TWN4.
    Elatec,
    /// What PC/SC asks of any reader.
    Generic,
}

/// A name that no family has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no family of readers has this name")]
pub struct UnknownPersonality;

impl Personality {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Acs,
        Self::Acr122u,
        Self::Omnikey,
        Self::Identiv,
        Self::Feitian,
        Self::Elatec,
        Self::Generic,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acs => "acs",
            Self::Acr122u => "acr122u",
            Self::Omnikey => "omnikey",
            Self::Identiv => "identiv",
            Self::Feitian => "feitian",
            Self::Elatec => "elatec",
            Self::Generic => "generic",
        }
    }

    pub(super) const fn habits(self) -> Habits {
        match self {
            Self::Acs => acs::HABITS,
            Self::Acr122u => acr122u::HABITS,
            Self::Omnikey => omnikey::HABITS,
            Self::Identiv => identiv::HABITS,
            Self::Feitian => feitian::HABITS,
            Self::Elatec => elatec::HABITS,
            Self::Generic => generic::HABITS,
        }
    }
}

impl Personality {
    /// Where its readers keep keys of MIFARE Classic: OMNIKEY 5x22 Software Developer Guide, "Load Keys", and Identiv's
    /// uTrust manual, by their examples; of the others PC/SC's and ACS's.
    pub(super) const fn key_places(self) -> KeyPlaces {
        match self {
            Self::Omnikey => KeyPlaces::Session,
            Self::Identiv => KeyPlaces::Sixty,
            _ => KeyPlaces::Two,
        }
    }
}

impl FromStr for Personality {
    type Err = UnknownPersonality;

    fn from_str(name: &str) -> Result<Self, UnknownPersonality> {
        Self::ALL.into_iter().find(|family| family.name() == name).ok_or(UnknownPersonality)
    }
}

impl fmt::Display for Personality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
