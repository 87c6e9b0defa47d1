//! Which chip.

use std::fmt;
use std::str::FromStr;

use tapsmith_core::profile::Chip;
use thiserror::Error;

use crate::type2;

/// Which chip, as `tapsmith virtual --chip` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VirtualKind {
    /// NTAG 424 DNA, with a tamper loop or without.
    Ntag424(Chip),
    /// A chip that speaks frames.
    Type2(type2::Chip),
}

/// A name that no virtual chip has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no virtual chip has this name")]
pub struct UnknownChip;

impl VirtualKind {
    /// The kinds that have a name. Where two sizes share one, the one that the name makes.
    pub const ALL: [Self; 8] = [
        Self::Ntag424(Chip::Ntag424),
        Self::Ntag424(Chip::Ntag424tt),
        Self::Type2(type2::Chip::Ntag213),
        Self::Type2(type2::Chip::Ntag215),
        Self::Type2(type2::Chip::Ntag216),
        Self::Type2(type2::Chip::UltralightEv1Large),
        Self::Type2(type2::Chip::UltralightC),
        Self::Type2(type2::Chip::UltralightAes),
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ntag424(Chip::Ntag424) => "ntag424",
            Self::Ntag424(Chip::Ntag424tt) => "ntag424tt",
            Self::Type2(chip) => chip.name(),
        }
    }
}

impl FromStr for VirtualKind {
    type Err = UnknownChip;

    fn from_str(name: &str) -> Result<Self, UnknownChip> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(UnknownChip)
    }
}

impl fmt::Display for VirtualKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl From<Chip> for VirtualKind {
    fn from(chip: Chip) -> Self {
        Self::Ntag424(chip)
    }
}
