//! The UID of a card that shows readers a random one. Whoever holds any of its keys may ask for it.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Random ID", "`GetCardUID`", "`Read_Sig`".

use tapsmith_card::command::{GetCardUid, ReadSig};
use tapsmith_card::originality::{self, Originality};
use tapsmith_card::tag::{self, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::layout::SlotContent;
use tapsmith_core::ndef;
use tapsmith_core::random::Random;
use tapsmith_core::record::Generation;
use tapsmith_core::sun::Mirror;
use tapsmith_core::uid::Uid;
use tapsmith_store::{CardState, OpenVault};

use super::try_key;
use crate::error::Error;
use crate::inspect::{read_versions, tap};
use crate::record::BatchLayout;

/// So many keys may be refused: the chip counts each.
const MOST_FAILURES: usize = 5;

/// The UID, and who signed it. Begins and ends with the application selected, and no session. A key of
/// `batch` is tried before those of others.
pub(crate) fn reveal<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    batch: Option<&Batch>,
    random: &mut R,
) -> Result<(Uid, Originality), Error<T::Error>> {
    let file = tap(tag)?;
    let versions = read_versions(tag)?;
    let address = ndef::read_uri(&file).ok();
    let guesses = guesses(vault, batch, address.as_deref(), versions)?;
    for Guess { slot, key, .. } in guesses.into_iter().take(MOST_FAILURES) {
        if let Some(mut session) = try_key(tag, slot, &key, random)? {
            let told = ask_identity(&mut session)?;
            tag.select_application()?;
            return Ok(told);
        }
    }
    Err(Error::RandomUid)
}

/// What a card says of itself to who holds a key: its UID, and who signed that.
pub(crate) fn ask_identity<T: Transport>(
    session: &mut Session<'_, T>,
) -> Result<(Uid, Originality), tag::Error<T::Error>> {
    let uid = session.send(&GetCardUid)?;
    let signature = session.send(&ReadSig)?;
    Ok((uid, originality::check(uid, &signature)))
}

/// A key that a slot may hold.
struct Guess {
    likelihood: Likelihood,
    slot: KeyNumber,
    key: AesKey,
}

/// The likelier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likelihood {
    /// The key opens the card's tap.
    OpensTap,
    /// The slot shows the factory's version.
    Factory,
    /// The slot shows the version of the key that the batch asked for shares.
    AskedFor,
    /// The same of a batch with a card that is half-way.
    HalfWay,
    /// The same of any other.
    Other,
}

/// The keys that batches of hidden cards share, and the factory's, as far as the card may hold them.
fn guesses<E>(
    vault: &OpenVault,
    asked_for: Option<&Batch>,
    address: Option<&str>,
    versions: [KeyVersion; 5],
) -> Result<Vec<Guess>, Error<E>> {
    let mut guesses = Vec::new();
    for stored in vault.batches()? {
        let batch = stored.batch;
        let expected = BatchLayout::expected(vault, &batch)?;
        if !expected.layout.configuration.random_uid {
            continue;
        }
        // What a token without its PIN keeps to itself cannot be tried.
        let Some((slot, key)) = shared_key(vault, &batch, &expected) else { continue };
        let asked_for = asked_for.is_some_and(|asked_for| asked_for.id == batch.id);
        let likelihood = if opens_tap(&expected, address, &key) {
            Likelihood::OpensTap
        } else if *slot.of(&versions) != Generation::default().key_version() {
            continue;
        } else if asked_for {
            Likelihood::AskedFor
        } else if is_half_way(vault, &batch)? {
            Likelihood::HalfWay
        } else {
            Likelihood::Other
        };
        guesses.push(Guess { likelihood, slot, key });
    }
    let factory = KeyNumber::ALL.into_iter().find(|slot| *slot.of(&versions) == KeyVersion(0));
    guesses.extend(factory.map(|slot| Guess {
        likelihood: Likelihood::Factory,
        slot,
        key: AesKey::factory(),
    }));
    guesses.sort_by_key(|guess| guess.likelihood);
    Ok(guesses)
}

/// The key that opens PICCData on every card of the batch, and its slot.
fn shared_key(
    vault: &OpenVault,
    batch: &Batch,
    expected: &BatchLayout,
) -> Option<(KeyNumber, AesKey)> {
    let slot = expected.layout.meta_read;
    let SlotContent::Role(role) = expected.layout.content(slot) else { return None };
    let keys = vault.keys(batch).ok()?;
    let key = keys.key(batch.records.first(), role, Generation::default()).ok()?;
    batch.profile.is_shared(role).then_some((slot, key))
}

fn opens_tap(expected: &BatchLayout, address: Option<&str>, key: &AesKey) -> bool {
    let tap = address.and_then(|url| expected.template.read(url).ok());
    tap.is_some_and(
        |tap| matches!(tap.mirror(), Mirror::Encrypted(data) if data.open(key).is_some()),
    )
}

/// Whether a card of the batch was begun, or its reset, and is not known to be finished.
fn is_half_way(vault: &OpenVault, batch: &Batch) -> Result<bool, tapsmith_store::Error> {
    let half_way = |state| matches!(state, CardState::Encoding | CardState::Resetting);
    Ok(vault.cards(batch)?.iter().any(|card| half_way(card.state)))
}
