//! Keys: 16 bytes that print as `[redacted]`, compare in constant time and are wiped on drop.

use std::fmt;

use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretBox};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use subtle::{Choice, ConstantTimeEq};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::hex::{self, HexError};
use crate::random::Random;
use crate::secret::{REDACTED, Reveal};

/// An AES-128 key.
pub struct AesKey(SecretBox<[u8; 16]>);

impl AesKey {
    /// The key every slot of a chip carries when it leaves the factory: 16 zero bytes.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Application: keys".
    pub fn factory() -> Self {
        Self::init_with(|_| ())
    }

    /// A key born in its own box: `fill` writes it where it will live.
    pub fn init_with(fill: impl FnOnce(&mut [u8; 16])) -> Self {
        Self(SecretBox::init_with_mut(fill))
    }

    /// A fresh key.
    ///
    /// # Errors
    /// The generator failed.
    pub fn generate<R: Random>(random: &mut R) -> Result<Self, R::Error> {
        let mut outcome = Ok(());
        let key = Self::init_with(|bytes| outcome = random.fill(bytes));
        outcome.map(|()| key)
    }

    /// A key from 32 hex digits, either case.
    ///
    /// # Errors
    /// Another length, or a character that is no hex digit.
    pub fn from_hex(text: &str) -> Result<Self, HexError> {
        let mut outcome = Ok(());
        let key = Self::init_with(|bytes| outcome = hex::decode_into(text, bytes));
        outcome.map(|()| key)
    }

    /// The key in 32 upper-case hex digits, wiped on drop. A door like [`Reveal::reveal`].
    pub fn reveal_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.reveal()))
    }
}

impl Reveal for AesKey {
    type Secret = [u8; 16];

    fn reveal(&self) -> &[u8; 16] {
        self.0.expose_secret()
    }
}

impl Clone for AesKey {
    fn clone(&self) -> Self {
        Self::init_with(|bytes| bytes.copy_from_slice(self.reveal()))
    }
}

impl ConstantTimeEq for AesKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.reveal().ct_eq(other.reveal())
    }
}

impl PartialEq for AesKey {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for AesKey {}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Writes `[redacted]`: what shall hold the key says so with a type of its own.
impl Serialize for AesKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

impl<'de> Deserialize<'de> for AesKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        Self::from_hex(&text).map_err(de::Error::custom)
    }
}

/// The key from which all keys of a batch are derived. It never goes onto a card.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey(AesKey);

impl MasterKey {
    /// Says of a key that it is a master key.
    pub fn new(key: AesKey) -> Self {
        Self(key)
    }

    /// The key, for derivation and for the vault.
    pub fn as_key(&self) -> &AesKey {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({REDACTED})")
    }
}

/// The number of an application key of the chip: 0 to 4.
///
/// Source: NT4H2421Gx Rev. 3.0, "Application keys".
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u8", into = "u8")]
pub struct KeyNumber(#[schemars(range(max = 4))] u8);

impl KeyNumber {
    /// `AppMasterKey`.
    pub const MASTER: Self = Self(0);

    /// All five, in order.
    pub const ALL: [Self; 5] = [Self(0), Self(1), Self(2), Self(3), Self(4)];

    /// As the chip counts.
    pub const fn as_u8(self) -> u8 {
        self.0
    }

    /// What stands for this key in a list with one for each.
    pub const fn of<T>(self, each: &[T; 5]) -> &T {
        let [zero, one, two, three, four] = each;
        match self.0 {
            0 => zero,
            1 => one,
            2 => two,
            3 => three,
            _ => four,
        }
    }

    /// The same, to be changed.
    pub const fn of_mut<T>(self, each: &mut [T; 5]) -> &mut T {
        let [zero, one, two, three, four] = each;
        match self.0 {
            0 => zero,
            1 => one,
            2 => two,
            3 => three,
            _ => four,
        }
    }
}

/// No such key on the chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no key {0}: the chip has keys 0 to 4")]
pub struct NoSuchKey(pub u8);

impl TryFrom<u8> for KeyNumber {
    type Error = NoSuchKey;

    fn try_from(number: u8) -> Result<Self, NoSuchKey> {
        if number <= 4 { Ok(Self(number)) } else { Err(NoSuchKey(number)) }
    }
}

impl From<KeyNumber> for u8 {
    fn from(number: KeyNumber) -> Self {
        number.0
    }
}

impl fmt::Display for KeyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a key slot of the chip holds: a key, and the version that the chip keeps beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotKey {
    /// The key.
    pub key: AesKey,
    /// Its version: 0 in the factory.
    pub version: KeyVersion,
}

impl SlotKey {
    /// What every slot holds when the chip leaves the factory.
    pub fn factory() -> Self {
        Self { key: AesKey::factory(), version: KeyVersion(0) }
    }
}

/// The version byte the chip keeps beside each key. 0 is the factory's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyVersion(pub u8);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_key_is_its_own() {
        let mut each = [0, 1, 2, 3, 4];
        for key in KeyNumber::ALL {
            assert_eq!(*key.of(&each), key.as_u8());
            *key.of_mut(&mut each) += 10;
        }
        assert_eq!(each, [10, 11, 12, 13, 14]);
    }

    #[test]
    fn prints_nothing_of_itself() {
        let key = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
        let master = MasterKey::new(key.clone());
        let printed = format!("{key:?} {master:?} {}", serde_json::to_string(&key).unwrap());
        assert_eq!(printed, "[redacted] MasterKey([redacted]) \"[redacted]\"");
    }

    #[test]
    fn hex_of_the_wrong_length_is_named_and_not_shown() {
        let error = AesKey::from_hex("0011").unwrap_err();
        assert_eq!(error.to_string(), "expected 32 hex digits, found 4");
        let error = AesKey::from_hex("0011223344556677889gAABBCCDDEEFF").unwrap_err();
        assert_eq!(error, HexError::Digit { position: 20 });
    }

    #[test]
    fn equal_only_to_itself() {
        let key = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
        assert_eq!(key, key.clone());
        assert_ne!(key, AesKey::factory());
    }

    #[test]
    fn five_keys() {
        assert_eq!(KeyNumber::try_from(5), Err(NoSuchKey(5)));
        assert_eq!(KeyNumber::try_from(4).map(KeyNumber::as_u8), Ok(4));
    }
}
