//! Which password or key opens a card. A wrong one is never a guess: it is one that the vault wrote down for this
//! very card, and a chip that locks itself after so many is asked as seldom as can be.

use tapsmith_card::field::Field;
use tapsmith_card::type2::personalize::{State, read};
use tapsmith_card::type2::{Model, Secret, Settings, Tag};
use tapsmith_core::key::SlotKey;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::look::Seen;
use crate::error::Error;
use crate::work::{challenge, journaled};

/// The keys that a card of ours may have, the likeliest first: those of the journal, the newest before the others,
/// then `own`, then the factory's. The newest change's own two come first: a card that was torn in it has one of them.
pub(super) fn candidates(
    vault: &OpenVault,
    uid: Uid,
    own: Option<&SlotKey>,
) -> Result<Vec<SlotKey>, tapsmith_store::Error> {
    let mut candidates: Vec<SlotKey> = Vec::new();
    for key in journaled(vault, uid)?.chain(own.cloned()).chain([SlotKey::factory()]) {
        if !candidates.contains(&key) {
            candidates.push(key);
        }
    }
    Ok(candidates)
}

/// Opens a card with the first of `keys` that does, and reads it again if it hid something. What it says of the
/// card's key is right then.
pub(super) fn open<F: Field, R: Random>(
    tag: &mut Tag<'_, F>,
    seen: &mut Seen,
    keys: &[SlotKey],
    random: &mut R,
) -> Result<(), Error<F::Error>> {
    let mut opens = None;
    for key in keys.iter().take(tries(seen)) {
        if try_key(tag, seen.model(), key, random)? {
            opens = Some(key.clone());
            break;
        }
    }
    if opens.is_some() && (seen.state.settings.is_none() || !seen.state.is_whole()) {
        seen.state = read(tag, seen.model())?;
    }
    seen.state = State { key: opens, ..seen.state.clone() };
    Ok(())
}

/// Whether the card and `key` hold the same password or key.
pub(super) fn try_key<F: Field, R: Random>(
    tag: &mut Tag<'_, F>,
    model: Model,
    key: &SlotKey,
    random: &mut R,
) -> Result<bool, Error<F::Error>> {
    let Some(secret) = model.secret() else { return Ok(false) };
    Ok(tag.opens(secret, key, &challenge(random)?)?)
}

/// How many may be tried, so that all of them may be wrong and the chip still takes two more. Where nothing says how
/// many it takes, they are those that a profile's least limit allows. An Ultralight C takes any number.
pub(super) fn tries(seen: &Seen) -> usize {
    match (seen.model().secret(), seen.state.said()) {
        // Whether an NTAG 22x DNA counts stands nowhere that anybody knows.
        _ if seen.model().memory().signing_key.is_some() => 2,
        (Some(Secret::TripleDes), _) | (_, Some(Settings { attempts: 0, .. })) => usize::MAX,
        (_, Some(Settings { attempts, .. })) => usize::from(attempts).saturating_sub(2).min(2),
        (_, None) => 2,
    }
}
