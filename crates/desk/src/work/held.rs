//! What a card's slots may hold.

use tapsmith_core::key::{KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::uid::Uid;
use tapsmith_store::{KnownKey, OpenVault};

use crate::record::RecordCard;

/// The keys that the journal says a chip with one key may hold, the newest first.
pub(crate) fn journaled(
    vault: &OpenVault,
    uid: Uid,
) -> Result<impl Iterator<Item = SlotKey>, tapsmith_store::Error> {
    let known = vault.known_keys(uid)?.into_iter();
    Ok(known.filter(|known| known.slot == KeyNumber::MASTER).map(|known| known.held))
}

/// Every key that a card's slots may hold, the likeliest first.
#[derive(Debug)]
pub(crate) struct Held(Vec<KnownKey>);

impl Held {
    /// From the journal, then the keys of the card's record, then the factory's.
    pub(crate) fn of(
        vault: &OpenVault,
        uid: Uid,
        card: Option<&RecordCard>,
    ) -> Result<Self, tapsmith_store::Error> {
        let mut known = vault.known_keys(uid)?;
        let of_record = |slot| card?.key(slot).map(|held| KnownKey { slot, held: held.clone() });
        known.extend(KeyNumber::ALL.into_iter().filter_map(of_record));
        let factory = |slot| KnownKey { slot, held: SlotKey::factory() };
        known.extend(KeyNumber::ALL.map(factory));
        Ok(Self(known))
    }

    /// The same without what was thought of `slot`, which the card has refused.
    #[must_use]
    pub(crate) fn without(mut self, slot: Option<KeyNumber>) -> Self {
        self.0.retain(|known| Some(known.slot) != slot);
        self
    }

    /// What each slot holds, going by the versions that the card shows; none where no known key has
    /// that version. A version is only a claim: a key that no step changes has to be proved.
    pub(crate) fn by_versions(&self, versions: [KeyVersion; 5]) -> [Option<SlotKey>; 5] {
        KeyNumber::ALL.map(|slot| self.candidates(slot, *slot.of(&versions)).into_iter().next())
    }

    /// Every known key of `slot` that has this version, each once.
    pub(crate) fn candidates(&self, slot: KeyNumber, version: KeyVersion) -> Vec<SlotKey> {
        let mut candidates: Vec<SlotKey> = Vec::new();
        for known in &self.0 {
            let fits = known.slot == slot && known.held.version == version;
            if fits && !candidates.contains(&known.held) {
                candidates.push(known.held.clone());
            }
        }
        candidates
    }
}
