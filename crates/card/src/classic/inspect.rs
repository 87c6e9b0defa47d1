//! What a card shows to somebody who has the keys that everybody has, and perhaps some more.

use serde::Serialize;

use super::mad::WrongChecksum;
use super::personalize::{Limit, SectorState, State, read_state};
use super::tlv::{self, PastEnd};
use super::{AccessConditions, Error, Gpb, KeyName, Keyring, Mad, Model, Sector, Tag};
use crate::field::Field;

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// What was read, keys among it.
    pub state: State,
    /// Each sector.
    pub sectors: Vec<SectorReport>,
    /// The directory, if there is one that can be read.
    pub mad: Result<Option<Mad>, WrongChecksum>,
    /// The sectors that the directory gives to NDEF.
    pub ndef_sectors: Vec<Sector>,
    /// The NDEF message in them; none if there is none, or some sector of it cannot be read.
    pub message: Result<Option<Vec<u8>>, PastEnd>,
}

/// What a sector shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SectorReport {
    /// Which.
    pub sector: Sector,
    /// The keys that it opens with, by name.
    pub keys: KeyPair,
    /// Who may do what; none if no key opens it.
    pub access: Option<AccessConditions>,
    /// The byte behind that.
    pub gpb: Option<Gpb>,
    /// Whether its access bits contradict themselves: it is lost for ever.
    pub blocked: bool,
}

/// A sector's two keys, by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct KeyPair {
    /// Key A, if it is known.
    pub a: Option<KeyName>,
    /// Key B, if it is known or the card shows it.
    pub b: Option<KeyName>,
}

/// Reads what the keys of `keyring` open, and writes nothing. At most `limit` keys fail, and twice the
/// keyring's more.
///
/// # Errors
/// The reader failed, or answered nonsense.
pub fn inspect<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    keyring: &Keyring,
    limit: Limit,
) -> Result<Inspection, Error<F::Error>> {
    let state = read_state(tag, model, keyring, limit)?;
    let sectors = state.sectors.iter().map(|(sector, state)| report(*sector, state, keyring));
    let sectors = sectors.collect();
    let mad = state.mad();
    let ndef_sectors: Vec<_> = mad.iter().flatten().flat_map(Mad::ndef_sectors).collect();
    let memory = state.memory(&ndef_sectors).unwrap_or_default();
    let message = tlv::message(&memory).map(|message| message.map(<[u8]>::to_vec));
    Ok(Inspection { state, sectors, mad, ndef_sectors, message })
}

fn report(sector: Sector, state: &SectorState, keyring: &Keyring) -> SectorReport {
    let blocked = *state == SectorState::Blocked;
    let SectorState::Open(open) = state else {
        return SectorReport { sector, keys: KeyPair::default(), access: None, gpb: None, blocked };
    };
    let name = |key: &Option<_>| key.as_ref().map(|key| keyring.name(key));
    let keys = KeyPair { a: name(&open.key_a), b: name(&open.key_b) };
    SectorReport { sector, keys, access: Some(open.access), gpb: Some(open.gpb), blocked }
}
