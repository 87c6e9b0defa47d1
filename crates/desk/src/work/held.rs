//! What a card's slots may hold.

use tapsmith_core::key::{KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::uid::Uid;
use tapsmith_store::{KnownKey, OpenVault};

use crate::record::RecordCard;

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

    /// What each slot holds, going by the versions that the card shows; none where no known key has
    /// that version. A version is only a claim: the steps that follow prove the key.
    pub(crate) fn by_versions(&self, versions: [KeyVersion; 5]) -> [Option<SlotKey>; 5] {
        let [k0, k1, k2, k3, k4] = KeyNumber::ALL;
        let [v0, v1, v2, v3, v4] = versions;
        [(k0, v0), (k1, v1), (k2, v2), (k3, v3), (k4, v4)]
            .map(|(slot, version)| self.find(slot, version))
    }

    fn find(&self, slot: KeyNumber, version: KeyVersion) -> Option<SlotKey> {
        self.0
            .iter()
            .find(|known| known.slot == slot && known.held.version == version)
            .map(|known| known.held.clone())
    }
}
