//! The jobs at whatever card lies there. Which commands it takes follows from the batch's chip, or, where there is
//! no batch, from what the reader says of the card.

use tapsmith_card::field::{Field, Speaks};
use tapsmith_card::tag::{Count, Tag};
use tapsmith_core::profile::Family;
use tapsmith_core::random::Random;
use tapsmith_store::OpenVault;

use crate::error::Error;
use crate::{classic, encode, inspect, reset, type2, verify};

/// A card that was looked at.
#[derive(Debug)]
pub enum Inspection {
    /// One with files and keys.
    Ntag424(inspect::Inspection),
    /// One of pages.
    Type2(type2::Inspection),
    /// One of sectors.
    Classic(Box<classic::Inspection>),
}

impl Inspection {
    /// What it cost.
    pub const fn count(&self) -> Count {
        match self {
            Self::Ntag424(inspection) => inspection.count,
            Self::Type2(inspection) => inspection.count,
            Self::Classic(inspection) => inspection.count,
        }
    }
}

/// What the card in `field` shows to anybody.
///
/// # Errors
/// As [`inspect::inspect`] and [`type2::inspect`].
pub fn inspect<F: Field>(field: &mut F) -> Result<Inspection, Error<F::Error>> {
    match Speaks::of(field.atr()) {
        Speaks::Apdus => inspect::inspect(&mut Tag::new(field)).map(Inspection::Ntag424),
        Speaks::Type2 => type2::inspect(field).map(Inspection::Type2),
        Speaks::Classic { .. } => classic::inspect(field).map(Box::new).map(Inspection::Classic),
        Speaks::Other { called } => Err(Error::OtherKind { found: called }),
    }
}

/// Encodes the card in `field`.
///
/// # Errors
/// As [`encode::encode`] and [`type2::encode`].
pub fn encode<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: encode::Request<'_>,
    random: &mut R,
) -> Result<encode::Encoded, Error<F::Error>> {
    match request.batch.profile.chip.family() {
        Family::Ntag424 | Family::Desfire => {
            encode::encode(&mut Tag::new(field), vault, request, random)
        }
        Family::Type2 => type2::encode(field, vault, request, random),
        Family::Classic => classic::encode(field, vault, request, random),
    }
}

/// Says what [`encode()`] would do, and changes nothing.
///
/// # Errors
/// As [`encode()`].
pub fn plan<F: Field, R: Random>(
    field: &mut F,
    vault: &OpenVault,
    request: encode::Request<'_>,
    random: &mut R,
) -> Result<encode::Planned, Error<F::Error>> {
    match request.batch.profile.chip.family() {
        Family::Ntag424 | Family::Desfire => {
            encode::plan(&mut Tag::new(field), vault, request, random)
        }
        Family::Type2 => type2::plan(field, vault, request, random),
        Family::Classic => classic::plan(field, vault, request),
    }
}

/// Judges the card in `field`.
///
/// # Errors
/// As [`verify::verify`] and [`type2::verify`].
pub fn verify<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: verify::Request<'_>,
    random: &mut R,
) -> Result<verify::Verified, Error<F::Error>> {
    match request.batch.profile.chip.family() {
        Family::Ntag424 | Family::Desfire => {
            verify::verify(&mut Tag::new(field), vault, request, random)
        }
        Family::Type2 => type2::verify(field, vault, request, random),
        Family::Classic => classic::verify(field, vault, request),
    }
}

/// Takes the card in `field` back to the factory.
///
/// # Errors
/// As [`reset::reset`] and [`type2::reset`].
pub fn reset<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: reset::Request<'_>,
    random: &mut R,
) -> Result<reset::Reset, Error<F::Error>> {
    match Speaks::of(field.atr()) {
        Speaks::Apdus => reset::reset(&mut Tag::new(field), vault, request, random),
        Speaks::Type2 => type2::reset(field, vault, request, random),
        Speaks::Classic { .. } => classic::reset(field, vault, request, random),
        Speaks::Other { called } => Err(Error::OtherKind { found: called }),
    }
}
