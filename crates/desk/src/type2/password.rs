//! Which password opens a card. A wrong one is never a guess: it is one that the vault wrote down for this very
//! card, and a chip that locks itself after so many is shown at most one.

use tapsmith_card::field::Field;
use tapsmith_card::type2::command::{Pack, Password, PwdAuth};
use tapsmith_card::type2::{self, Settings, Tag};
use tapsmith_core::key::{KeyNumber, SlotKey};
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::look::Seen;

/// The passwords that a card of ours may have, the likeliest first: those of the journal, the newest before the
/// others, then `own`, then the factory's, which protects nothing.
pub(super) fn candidates(
    vault: &OpenVault,
    uid: Uid,
    own: Option<&SlotKey>,
) -> Result<Vec<SlotKey>, tapsmith_store::Error> {
    let known = vault.known_keys(uid)?.into_iter();
    let journal = known.filter(|known| known.slot == KeyNumber::MASTER).map(|known| known.held);
    let factory = SlotKey::factory();
    let ours = journal.chain(own.cloned()).filter(|key| *key != factory);
    let mut candidates: Vec<SlotKey> = Vec::new();
    for key in ours.chain([SlotKey::factory()]) {
        if !candidates.contains(&key) {
            candidates.push(key);
        }
    }
    Ok(candidates)
}

/// The first of `keys` whose password the card takes. The card is then open.
pub(super) fn open<F: Field>(
    tag: &mut Tag<'_, F>,
    seen: &Seen,
    keys: &[SlotKey],
) -> Result<Option<SlotKey>, type2::Error<F::Error>> {
    for key in keys.iter().take(tries(seen)) {
        if let Some(key) = show(tag, key)? {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// The key, if the card takes its password.
pub(super) fn show<F: Field>(
    tag: &mut Tag<'_, F>,
    key: &SlotKey,
) -> Result<Option<SlotKey>, type2::Error<F::Error>> {
    let pack = tag.show_password(&PwdAuth { password: Password::of(key) })?;
    Ok(pack.filter(|pack| *pack == Pack::of(key)).map(|_| key.clone()))
}

/// How many passwords may be shown, so that all of them may be wrong and the chip still takes two more. Where
/// nothing says how many it takes, they are those that a profile's least limit allows.
pub(super) fn tries(seen: &Seen) -> usize {
    match seen.state.said() {
        Some(Settings { attempts: 0, .. }) => usize::MAX,
        Some(Settings { attempts, .. }) => usize::from(attempts).saturating_sub(2).min(2),
        None => 2,
    }
}
