//! Keys to try.

use serde::{Serialize, Serializer};

use super::Key;

/// Keys to try on a card: the three that everybody knows, and some that somebody gave.
#[derive(Debug, Clone)]
pub struct Keyring {
    keys: Vec<(KeyName, Key)>,
}

/// A key by its name. It shows nothing of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyName {
    /// As delivered.
    Factory,
    /// Key A of the directory.
    Directory,
    /// Key A of NDEF sectors.
    Nfc,
    /// The one that was given as the n-th, counted from 0.
    Given(usize),
    /// Another one, which the card itself showed.
    Shown,
}

impl Keyring {
    /// The keys that everybody knows, and these: those who are given are tried first, as key B.
    pub fn new(given: impl IntoIterator<Item = Key>) -> Self {
        let known = [
            (KeyName::Factory, Key::factory()),
            (KeyName::Directory, Key::directory()),
            (KeyName::Nfc, Key::nfc()),
        ];
        let mut ring = Self { keys: known.to_vec() };
        for (number, key) in given.into_iter().enumerate() {
            if ring.name(&key) == KeyName::Shown {
                ring.keys.push((KeyName::Given(number), key));
            }
        }
        ring
    }

    /// What `key` is called.
    pub fn name(&self, key: &Key) -> KeyName {
        let known = self.keys.iter().find(|(_, known)| known == key);
        known.map_or(KeyName::Shown, |(name, _)| *name)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Never: everybody knows some.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// In the order in which they are likely as key A: those that everybody knows first.
    pub(super) fn as_a(&self) -> Vec<Key> {
        self.keys.iter().map(|(_, key)| key.clone()).collect()
    }

    /// In the order in which they are likely as key B.
    pub(super) fn as_b(&self) -> Vec<Key> {
        let (given, known): (Vec<_>, Vec<_>) =
            self.keys.iter().cloned().partition(|(name, _)| matches!(name, KeyName::Given(_)));
        given.into_iter().chain(known).map(|(_, key)| key).collect()
    }
}

impl Serialize for KeyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Factory => serializer.serialize_str("factory"),
            Self::Directory => serializer.serialize_str("mad"),
            Self::Nfc => serializer.serialize_str("nfc"),
            Self::Given(number) => serializer.serialize_str(&format!("given_{number}")),
            Self::Shown => serializer.serialize_str("shown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_name_and_the_well_known_ones_their_own() {
        let own = Key::new([1; 6]);
        let ring = Keyring::new([Key::factory(), own.clone(), own.clone()]);
        assert_eq!((ring.len(), ring.is_empty()), (4, false));
        assert_eq!(ring.name(&own), KeyName::Given(1));
        assert_eq!(ring.name(&Key::factory()), KeyName::Factory);
        assert_eq!(ring.name(&Key::new([2; 6])), KeyName::Shown);
        assert_eq!(ring.as_a().first(), Some(&Key::factory()));
        assert_eq!(ring.as_b().first(), Some(&own));
        assert!(!format!("{ring:?}").contains("01"));
    }
}
