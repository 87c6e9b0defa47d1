//! How the chip as a whole is set: no command reads it back, so this is what shows from outside, and
//! what somebody has written down.

use tapsmith_card::command::{GetTtStatus, GetVersion, SetConfiguration};
use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::Access;
use tapsmith_core::profile::{Configuration, FailureRule};
use tapsmith_core::suite::Suite;
use tapsmith_core::tamper::{Loop, TagTamper};
use tapsmith_core::uid::Uid;
use tapsmith_store::{CardState, FileChange, Vault};

use super::Identified;
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
    if tag.send(&GetVersion)?.has_tag_tamper() {
        Ok(loop_status(tag)?.watched())
    } else {
        Err(Error::NoTagTamper)
    }
}

/// What a chip with a loop says of it to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoopStatus {
    /// This.
    Says(TagTamper),
    /// Only to who holds a key.
    AsksForKey,
    /// Nothing, to nobody.
    KeepsSilent,
}

impl LoopStatus {
    /// By the answer to `GetTTStatus`. Other refusals than for a lack of rights say nothing of the loop.
    pub(crate) fn of<E>(answer: Result<TagTamper, tag::Error<E>>) -> Result<Self, tag::Error<E>> {
        match answer {
            Ok(status) => Ok(Self::Says(status)),
            Err(tag::Error::Refused { status: Status::AUTHENTICATION, .. }) => Ok(Self::AsksForKey),
            Err(tag::Error::Refused { status: Status::PERMISSION_DENIED, .. }) => {
                Ok(Self::KeepsSilent)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the chip lets those ask that `wanted` names, as far as it shows.
    pub(crate) fn lets(self, wanted: Access) -> bool {
        matches!(
            (self, wanted),
            (Self::Says(_), Access::Free | Access::Key(_))
                | (Self::AsksForKey, Access::Never | Access::Key(_))
                | (Self::KeepsSilent, Access::Never)
        )
    }

    /// What it says.
    pub(crate) fn status(self) -> Option<TagTamper> {
        match self {
            Self::Says(status) => Some(status),
            Self::AsksForKey | Self::KeepsSilent => None,
        }
    }

    /// What it says of a loop that is watched.
    pub(crate) fn said(self) -> Option<TagTamper> {
        self.status().filter(|_| self.watched().is_some())
    }

    /// Who may ask, if the loop is watched at all. Which key it asks for, nobody is told.
    pub(crate) fn watched(self) -> Option<Access> {
        match self {
            Self::Says(TagTamper { permanent: Loop::Invalid, .. }) => None,
            Self::Says(_) => Some(Access::Free),
            Self::AsksForKey | Self::KeepsSilent => Some(Access::Never),
        }
    }
}

/// Asks a chip with a loop for its state, without a key.
pub(crate) fn loop_status<T: Transport>(
    tag: &mut Tag<T>,
) -> Result<LoopStatus, tag::Error<T::Error>> {
    LoopStatus::of(tag.send(&GetTtStatus))
}
