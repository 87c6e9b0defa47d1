//! How the chip as a whole is set: no command reads it back, so this is what shows from outside, and
//! what somebody has written down.

use tapsmith_card::command::{GetVersion, SetConfiguration};
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::access::Access;
use tapsmith_core::profile::{Configuration, FailureRule};
use tapsmith_core::suite::Suite;
use tapsmith_core::uid::Uid;
use tapsmith_store::{CardState, FileChange, Vault};

use super::{Identified, loop_of};
use crate::error::Error;

/// What is known before the card is opened. The suite is what to ask for first; an authentication tells.
///
/// # Errors
/// [`Error::NoTagTamper`] for a chip without a loop, if `wanted` needs one.
pub(crate) fn configured<T: Transport>(
    tag: &mut Tag<T>,
    vault: &Vault,
    identified: &Identified,
    wanted: Configuration,
) -> Result<Configuration, Error<T::Error>> {
    let written = written(vault, identified.uid)?;
    let card = vault.card_by_uid(identified.uid)?;
    let is_encoded = card.as_ref().map(|card| card.state == CardState::Encoded);
    // A card that the vault knows by its journal alone was reset, or taken off its record.
    let settled = is_encoded.unwrap_or(true);
    let hides_soon =
        is_encoded == Some(true) && written.contains(&SetConfiguration::RandomUid(true));
    let was_switched = written.contains(&SetConfiguration::LRP);
    let suite = if was_switched { Suite::Lrp } else { Suite::Aes };
    tag.expect_suite(suite);
    let tag_tamper = match wanted.tag_tamper {
        Some(_) => watched_loop(tag)?,
        None => None,
    };
    Ok(Configuration {
        suite,
        // It shows from the next activation on.
        random_uid: identified.hides_uid || hides_soon,
        tag_tamper,
        failed_authentications: failure_rule(&written, settled, wanted),
    })
}

/// The options that were written down for a card, the newest first.
pub(crate) fn written(
    vault: &Vault,
    uid: Uid,
) -> Result<Vec<SetConfiguration>, tapsmith_store::Error> {
    let option = |change: FileChange| {
        let is_option = change.file & FileChange::CONFIGURATION != 0;
        is_option.then(|| SetConfiguration::decode(&change.new).ok()).flatten()
    };
    Ok(vault.file_changes(uid)?.into_iter().filter_map(option).collect())
}

/// The rule that the card is taken to have: of a card that was torn, the one that is not wanted, so that
/// the wanted one is set again.
fn failure_rule(
    written: &[SetConfiguration],
    settled: bool,
    wanted: Configuration,
) -> Option<FailureRule> {
    let wanted = wanted.failed_authentications.unwrap_or(FailureRule::DELIVERED);
    let mut rules = written.iter().filter_map(|option| match option {
        SetConfiguration::FailedAuthentications(rule) => Some(*rule),
        _ => None,
    });
    rules.find(|rule| settled || *rule != wanted)
}

/// Who may ask for the state of the loop, if it is watched.
fn watched_loop<T: Transport>(tag: &mut Tag<T>) -> Result<Option<Access>, Error<T::Error>> {
    let version = tag.send(&GetVersion)?;
    let told = loop_of(tag, &version)?.ok_or(Error::NoTagTamper)?;
    Ok(told.watched())
}
