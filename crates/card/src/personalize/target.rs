//! What a card shall be.

use tapsmith_core::key::{KeyNumber, SlotKey};

use super::Shape;

/// A finished card, or one as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it shows without its keys.
    pub shape: Shape,
    /// The keys by slot.
    keys: [SlotKey; 5],
}

impl Target {
    /// A card of this shape with these keys, by slot.
    pub const fn new(shape: Shape, keys: [SlotKey; 5]) -> Self {
        Self { shape, keys }
    }

    /// A card as it leaves the factory, its keys of zeros in version 0.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Delivery state".
    pub fn factory() -> Self {
        Self::new(Shape::factory(), KeyNumber::ALL.map(|_| SlotKey::factory()))
    }

    /// The key for slot `number`.
    pub fn key(&self, number: KeyNumber) -> &SlotKey {
        let [k0, k1, k2, k3, k4] = &self.keys;
        match number.as_u8() {
            0 => k0,
            1 => k1,
            2 => k2,
            3 => k3,
            _ => k4,
        }
    }
}
