//! The slots that the tap did not tell, by authentication: the likeliest key first, and never more
//! than a few that do not fit.

use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::layout::SlotContent;
use tapsmith_core::random::Random;
use tapsmith_store::RoleKeys;

use super::tap::Match;
use crate::error::Error;
use crate::work::try_key;

/// So many authentications may fail on one card. The chip counts them, and slows down after 50 of
/// one key in a row (AN12196, "Failed authentication counter").
const MOST_FAILURES: u32 = 8;

/// What each slot holds. `known` is not asked again.
pub(super) fn ask<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    found: &Match,
    versions: [KeyVersion; 5],
    known: Vec<(KeyNumber, SlotContent)>,
    random: &mut R,
) -> Result<[SlotContent; 5], Error<T::Error>> {
    let mut told = known;
    for slot in KeyNumber::ALL {
        if told.iter().all(|(number, _)| *number != slot) {
            let content = ask_slot(tag, found, slot, *slot.of(&versions), random)?;
            told.push((slot, content));
        }
    }
    let content =
        |slot| told.iter().find(|(number, _)| *number == slot).map(|(_, content)| *content);
    Ok(KeyNumber::ALL.map(|slot| content(slot).unwrap_or(SlotContent::Unknown)))
}

fn ask_slot<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    found: &Match,
    slot: KeyNumber,
    version: KeyVersion,
    random: &mut R,
) -> Result<SlotContent, Error<T::Error>> {
    for (content, key) in candidates(found, slot, version) {
        if tag.count().failed_authentications >= MOST_FAILURES {
            break;
        }
        if try_key(tag, slot, &key, random)?.is_some() {
            return Ok(content);
        }
    }
    Ok(SlotContent::Unknown)
}

/// The factory's key first if the version is the factory's; else our own profile's key for the slot,
/// the two that the printer got, and the factory's last.
fn candidates(found: &Match, slot: KeyNumber, version: KeyVersion) -> Vec<(SlotContent, AesKey)> {
    let factory = (SlotContent::Factory, AesKey::factory());
    let own = Role::ALL.into_iter().find(|role| role.as_u8() == slot.as_u8());
    let mut roles: Vec<_> = own.into_iter().chain([Role::MetaRead, Role::FileRead]).collect();
    if version == KeyVersion(0) {
        roles.retain(|role| Some(*role) != own || [Role::MetaRead, Role::FileRead].contains(role));
    }
    let mut seen = Vec::new();
    roles.retain(|role| {
        !seen.contains(role) && {
            seen.push(*role);
            true
        }
    });
    let keys = found.keys.iter().flat_map(RoleKeys::iter);
    let of_role = |role: &Role| {
        let key = keys.clone().find(|(known, _)| known == role);
        key.map(|(role, key)| (SlotContent::Role(role), key.clone()))
    };
    let ours = roles.iter().filter_map(of_role);
    match version {
        KeyVersion(0) => [factory].into_iter().chain(ours).collect(),
        _ => ours.chain([factory]).collect(),
    }
}
