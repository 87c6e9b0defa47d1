//! Which chip.

use std::fmt;
use std::str::FromStr;

use tapsmith_card::classic::Model;
use thiserror::Error;

use crate::{desfire, type2};

/// Which chip, as `tapsmith virtual --chip` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VirtualKind {
    /// NTAG 424 DNA, with a tamper loop or without.
    Ntag424 {
        /// Whether it has one.
        tag_tamper: bool,
    },
    /// MIFARE DESFire EV3.
    DesfireEv3,
    /// A chip that speaks frames.
    Type2(type2::Chip),
    /// MIFARE Classic, which takes a reader's own commands.
    Classic(Model),
}

/// A name that no virtual chip has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no virtual chip has this name")]
pub struct UnknownChip;

impl VirtualKind {
    /// NTAG 424 DNA.
    pub const NTAG424: Self = Self::Ntag424 { tag_tamper: false };
    /// NTAG 424 DNA TagTamper.
    pub const NTAG424TT: Self = Self::Ntag424 { tag_tamper: true };

    /// The kinds that have a name. Where two sizes share one, the one that the name makes.
    pub const ALL: [Self; 13] = [
        Self::NTAG424,
        Self::NTAG424TT,
        Self::DesfireEv3,
        Self::Type2(type2::Chip::Ntag213),
        Self::Type2(type2::Chip::Ntag215),
        Self::Type2(type2::Chip::Ntag216),
        Self::Type2(type2::Chip::Ntag223),
        Self::Type2(type2::Chip::Ntag224),
        Self::Type2(type2::Chip::UltralightEv1Large),
        Self::Type2(type2::Chip::UltralightC),
        Self::Type2(type2::Chip::UltralightAes),
        Self::Classic(Model::Classic1k),
        Self::Classic(Model::Classic4k),
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ntag424 { tag_tamper: false } => "ntag424",
            Self::Ntag424 { tag_tamper: true } => "ntag424tt",
            Self::DesfireEv3 => desfire::CHIP,
            Self::Type2(chip) => chip.name(),
            Self::Classic(Model::Classic1k) => "classic-1k",
            Self::Classic(Model::Classic4k) => "classic-4k",
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
