//! A record, with all that follows from it.

use tapsmith_card::personalize::{CardKey, PlanError, Shape, Target};
use tapsmith_core::batch::Batch;
use tapsmith_core::key::{AesKey, KeyNumber, SlotKey};
use tapsmith_core::layout::{Layout, SlotContent};
use tapsmith_core::profile::Family;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::sun::TapKeys;
use tapsmith_core::template::Template;
use tapsmith_store::{OpenVault, Vault};

use crate::error::Error;

/// How a batch's cards are laid out, with the address parsed.
#[derive(Debug, Clone)]
pub struct BatchLayout {
    /// The layout.
    pub layout: Layout,
    /// Its address.
    pub template: Template,
}

impl BatchLayout {
    /// As the batch's profile asks for: what we encode ourselves.
    ///
    /// # Errors
    /// [`Error::OtherLayout`] if the card would then fail by the layout that was learnt; the batch's
    /// base URL and profile do not fit each other; the vault's own.
    pub fn asked_for<E>(vault: &Vault, batch: &Batch) -> Result<Self, Error<E>> {
        let asked = Self::of_profile(batch)?;
        match vault.learnt_layout(batch)? {
            Some(learnt) if learnt.as_shown() != asked.layout.as_shown() => {
                Err(Error::OtherLayout { batch: batch.name.to_string() })
            }
            _ => Ok(asked),
        }
    }

    /// As cards of the batch are judged: the layout learnt from a returned card, else the profile's.
    ///
    /// # Errors
    /// The vault's own, or a layout that cannot be judged by.
    pub fn expected<E>(vault: &Vault, batch: &Batch) -> Result<Self, Error<E>> {
        match vault.learnt_layout(batch)? {
            Some(layout) => Ok(Self { template: layout.template()?, layout }),
            None => Self::of_profile(batch),
        }
    }

    fn of_profile<E>(batch: &Batch) -> Result<Self, Error<E>> {
        let layout = Layout::of(batch)?;
        let template = layout.template()?;
        Ok(Self { layout, template })
    }
}

/// A record's card as it shall be, or as it is expected to be.
#[derive(Debug, Clone)]
pub struct RecordCard {
    /// The record.
    pub record: RecordId,
    /// The generation of its keys.
    pub generation: Generation,
    /// What it shows without its keys.
    pub shape: Shape,
    /// What each slot holds; none if nobody knows.
    pub keys: [Option<SlotKey>; 5],
    /// Whether the card itself has a master key, beside its application's.
    pub has_card_key: bool,
    /// The keys its taps are made with, if they are known.
    pub tap_keys: Option<TapKeys>,
}

impl RecordCard {
    /// The card of `record`, with its keys from the vault.
    ///
    /// # Errors
    /// The batch has no such record, or the vault is damaged.
    pub fn load<E>(
        vault: &OpenVault,
        batch: &Batch,
        expected: &BatchLayout,
        record: RecordId,
    ) -> Result<Self, Error<E>> {
        let generation = vault.generation(batch, record)?;
        Self::load_generation(vault, batch, expected, record, generation)
    }

    /// The same with the keys of another generation than the record's own.
    ///
    /// # Errors
    /// As [`RecordCard::load`].
    pub fn load_generation<E>(
        vault: &OpenVault,
        batch: &Batch,
        expected: &BatchLayout,
        record: RecordId,
        generation: Generation,
    ) -> Result<Self, Error<E>> {
        let role_keys = vault.keys(batch)?.record(record, generation)?;
        let layout = &expected.layout;
        let shape = Shape::new(layout, &expected.template, record)?;
        let held = |slot| match layout.content(slot) {
            SlotContent::Role(role) => {
                let version = batch.profile.generation_of(role, generation).key_version();
                role_keys.get(role).map(|key| SlotKey { key: key.clone(), version })
            }
            SlotContent::Factory => Some(SlotKey::factory()),
            SlotContent::Unknown => None,
        };
        let keys = KeyNumber::ALL.map(held);
        let tap_keys = held(layout.meta_read)
            .zip(held(layout.file_read))
            .map(|(meta, file)| TapKeys { meta_read: meta.key, file_read: file.key });
        let has_card_key = batch.profile.chip.family() == Family::Desfire;
        Ok(Self { record, generation, shape, keys, has_card_key, tap_keys })
    }

    /// The card as a target to encode.
    ///
    /// # Errors
    /// Nobody knows what a slot shall hold.
    pub fn target(&self) -> Result<Target, PlanError> {
        let [k0, k1, k2, k3, k4] = self.keys.clone();
        let [n0, n1, n2, n3, n4] = KeyNumber::ALL;
        let known = |key: Option<SlotKey>, number| key.ok_or(PlanError::NoTarget(number));
        let keys = [known(k0, n0)?, known(k1, n1)?, known(k2, n2)?, known(k3, n3)?, known(k4, n4)?];
        Ok(Target::new(self.shape.clone(), keys).with_card_key(self.card_key()))
    }

    /// The card's own master key, of a card that has one: what slot 0 holds.
    pub fn card_key(&self) -> Option<CardKey> {
        let held = self.key(KeyNumber::MASTER).filter(|_| self.has_card_key);
        held.cloned().map(CardKey::Aes)
    }

    /// What slot `number` holds; none if nobody knows.
    pub fn key(&self, number: KeyNumber) -> Option<&SlotKey> {
        number.of(&self.keys).as_ref()
    }

    /// Each slot whose key is known, with the key.
    pub fn known_keys(&self) -> Vec<(KeyNumber, &AesKey)> {
        let known = |slot| Some((slot, &self.key(slot)?.key));
        KeyNumber::ALL.into_iter().filter_map(known).collect()
    }
}
