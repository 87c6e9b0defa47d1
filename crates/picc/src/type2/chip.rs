//! Which chips there are.

use tapsmith_card::type2::{MemoryMap, Model};

/// A chip that this engine plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chip {
    /// NTAG213.
    Ntag213,
    /// NTAG215.
    Ntag215,
    /// NTAG216.
    Ntag216,
    /// NTAG 223 DNA.
    Ntag223,
    /// NTAG 224 DNA.
    Ntag224,
    /// MIFARE Ultralight EV1 of 20 pages, MF0UL11.
    UltralightEv1Small,
    /// MIFARE Ultralight EV1 of 41 pages, MF0UL21.
    UltralightEv1Large,
    /// MIFARE Ultralight C.
    UltralightC,
    /// MIFARE Ultralight AES.
    UltralightAes,
}

/// Chips that have their commands in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `NTAG21x`.
    Ntag,
    /// NTAG 223 DNA, with a password.
    Dna,
    /// NTAG 224 DNA, with an AES key.
    DnaAes,
    /// Ultralight EV1.
    Ev1,
    /// Ultralight C.
    C,
    /// Ultralight AES.
    Aes,
}

impl Chip {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Ntag213,
        Self::Ntag215,
        Self::Ntag216,
        Self::Ntag223,
        Self::Ntag224,
        Self::UltralightEv1Small,
        Self::UltralightEv1Large,
        Self::UltralightC,
        Self::UltralightAes,
    ];

    /// The same chip, as a reader knows it.
    pub const fn model(self) -> Model {
        match self {
            Self::Ntag213 => Model::Ntag213,
            Self::Ntag215 => Model::Ntag215,
            Self::Ntag216 => Model::Ntag216,
            Self::Ntag223 => Model::Ntag223,
            Self::Ntag224 => Model::Ntag224,
            Self::UltralightEv1Small => Model::UltralightEv1Small,
            Self::UltralightEv1Large => Model::UltralightEv1Large,
            Self::UltralightC => Model::UltralightC,
            Self::UltralightAes => Model::UltralightAes,
        }
    }

    /// As `tapsmith virtual --chip` names it. Both sizes of an Ultralight EV1 have one name.
    pub const fn name(self) -> &'static str {
        self.model().name()
    }

    /// The chip of this name with so many pages.
    pub fn of(name: &str, pages: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|chip| chip.name() == name && chip.pages() == pages)
    }

    /// The chip that is made where only a name is said: of the Ultralight EV1, the larger one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|chip| chip.name() == name)
    }

    /// How many pages it has, those among them that nobody can read.
    pub fn pages(self) -> usize {
        usize::from(self.map().last) + 1
    }

    /// What stands where.
    pub(super) fn map(self) -> MemoryMap {
        self.model().memory()
    }

    pub(super) const fn family(self) -> Family {
        match self {
            Self::Ntag213 | Self::Ntag215 | Self::Ntag216 => Family::Ntag,
            Self::Ntag223 => Family::Dna,
            Self::Ntag224 => Family::DnaAes,
            Self::UltralightEv1Small | Self::UltralightEv1Large => Family::Ev1,
            Self::UltralightC => Family::C,
            Self::UltralightAes => Family::Aes,
        }
    }
}
