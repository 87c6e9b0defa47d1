//! What a card shall be.

use tapsmith_core::key::{KeyNumber, SlotKey};
use tapsmith_core::profile::Configuration;

use super::{CardKey, Shape};

/// A finished card, or one as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it shows without its keys.
    pub shape: Shape,
    /// The card's own master key; none if it has none, or is to be left alone.
    pub card_key: Option<CardKey>,
    /// The keys by slot.
    keys: [SlotKey; 5],
}

impl Target {
    /// A card of this shape with these keys, by slot.
    pub const fn new(shape: Shape, keys: [SlotKey; 5]) -> Self {
        Self { shape, card_key: None, keys }
    }

    /// The same with another master key of the card itself.
    #[must_use]
    pub fn with_card_key(self, card_key: Option<CardKey>) -> Self {
        Self { card_key, ..self }
    }

    /// A card as it leaves the factory, its keys of zeros in version 0.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Delivery state".
    pub fn factory() -> Self {
        Self::new(Shape::factory(), KeyNumber::ALL.map(|_| SlotKey::factory()))
    }

    /// A card as it leaves the factory, but for what no command can undo on a chip of this configuration.
    pub fn factory_on(configuration: Configuration) -> Self {
        let factory = Self::factory();
        Self { shape: factory.shape.on(configuration), ..factory }
    }

    /// The key for slot `number`.
    pub fn key(&self, number: KeyNumber) -> &SlotKey {
        number.of(&self.keys)
    }
}
