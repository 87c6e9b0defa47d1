//! Families of readers: how each brings a frame of ISO/IEC 14443-3 to the card on it.
//!
//! PC/SC knows APDUs only. A Type 2 card takes none, so each maker has pseudo-APDUs (class `FF`) that the
//! reader keeps for itself. The standard ones read and write a page (PC/SC Specification, Part 3,
//! Rev. 2.01.09, 3.2.2.1.8 "Read Binary" and 3.2.2.1.9 "Update Binary"); any other frame goes its maker's
//! way, if there is one.
//!
//! # Layout
//! - One file a family: [`mod@acr122u`], [`mod@acs`], `omnikey`, `identiv`, `feitian`, `elatec`, `generic`: its
//!   manuals, its marks in a name, what it can do.
//! - [`carrier`]: a family at work on one card: what was found out about the reader, and the frames.
//! - `storage`: the standard's two commands, for readers without frames. `timing`: how long a card may take.
//! - `name`: families by their names. [`error`]: an answer that a reader of this family does not give.

pub mod acr122u;
pub mod acs;
pub mod carrier;
mod elatec;
pub mod error;
mod feitian;
mod generic;
mod identiv;
mod name;
mod omnikey;
mod storage;
mod timing;

use tapsmith_card::field::Abilities;
use tapsmith_picc::Personality;

pub use self::{
    carrier::Carrier,
    error::{Error, Nonsense},
    name::NoSuchFamily,
};

/// Readers that are spoken to in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// The ACR122U and what is sold as one: a PN532 behind a thin reader.
    Acr122u,
    /// The readers of ACS with a transparent session: ACR1252U, ACR1552U, ACR1581U.
    Acs,
    /// HID's OMNIKEY 5022, 5422 and their like.
    Omnikey,
    /// Identiv's uTrust readers.
    Identiv,
    /// Feitian's R502.
    Feitian,
    /// Elatec's TWN4.
    Elatec,
    /// Any other: what the standard says, and nothing else.
    Generic,
}

/// What there is to know of a family before a reader of it is asked anything.
struct Traits {
    /// What occurs in the names of its readers, in lower case.
    marks: &'static [&'static str],
    abilities: Abilities,
    way: Way,
}

/// How frames travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Wrapped into a command of the PN532.
    Pn532,
    /// In a transparent session. Whether the reader has one is asked once a card.
    Session,
    /// Not at all: pages only.
    Pages,
}

impl Family {
    /// All of them, in the order in which a reader's name is looked through.
    pub const ALL: [Self; 7] = [
        Self::Acr122u,
        Self::Acs,
        Self::Omnikey,
        Self::Identiv,
        Self::Feitian,
        Self::Elatec,
        Self::Generic,
    ];

    /// The family of the reader that PC/SC calls `name`. The same device has other names on other systems,
    /// so a part of the name decides, whatever its case.
    pub fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let fits = |family: &Self| family.traits().marks.iter().any(|mark| name.contains(mark));
        Self::ALL.into_iter().find(fits).unwrap_or(Self::Generic)
    }

    /// Its name, as `--reader-profile` takes it.
    pub const fn name(self) -> &'static str {
        self.abilities().profile
    }

    /// What its readers can do, by their manuals. What one really can is known once a card was on it:
    /// [`Carrier::abilities`].
    pub const fn abilities(self) -> Abilities {
        self.traits().abilities
    }

    /// The pseudo-APDU that shows on the reader itself whether a card was good. None where no manual says
    /// how. Whatever comes back is nobody's concern.
    pub fn signal(self, good: bool) -> Option<Vec<u8>> {
        match self {
            Self::Acr122u => Some(acr122u::signal(good).to_vec()),
            _ => None,
        }
    }

    /// The card's side of it: how a reader of software answers that is of this family.
    pub const fn personality(self) -> Personality {
        match self {
            Self::Acr122u => Personality::Acr122u,
            Self::Acs => Personality::Acs,
            Self::Omnikey => Personality::Omnikey,
            Self::Identiv => Personality::Identiv,
            Self::Feitian => Personality::Feitian,
            Self::Elatec => Personality::Elatec,
            Self::Generic => Personality::Generic,
        }
    }

    const fn traits(self) -> &'static Traits {
        match self {
            Self::Acr122u => &acr122u::TRAITS,
            Self::Acs => &acs::TRAITS,
            Self::Omnikey => &omnikey::TRAITS,
            Self::Identiv => &identiv::TRAITS,
            Self::Feitian => &feitian::TRAITS,
            Self::Elatec => &elatec::TRAITS,
            Self::Generic => &generic::TRAITS,
        }
    }
}

#[cfg(test)]
mod tests;
