//! The PICC's master key: DES as delivered, AES if somebody changed it.

use serde::{Deserialize, Serialize, Serializer};
use subtle::ConstantTimeEq as _;
use tapsmith_core::key::{AesKey, KeyVersion, SlotKey};
use tapsmith_core::secret::Reveal;

use super::fields;

/// A key of DES, or two: 16 bytes, a single one twice. The lowest bit of each byte is no part of the key: those of
/// the first half are its version.
///
/// Source: libfreefare and proxmark3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesKey(AesKey);

/// A master key, with what the chip keeps beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PiccKey {
    /// As delivered.
    Des(DesKey),
    /// After a change.
    Aes(SlotKey),
}

impl DesKey {
    /// Sixteen bytes, in the box that keys of sixteen bytes have.
    pub(in crate::desfire) fn new(bytes: AesKey) -> Self {
        Self(bytes)
    }

    /// Sixteen zeros.
    pub fn factory() -> Self {
        Self(AesKey::factory())
    }

    /// Whether both halves are one key, down to the bits that are no part of it.
    ///
    /// Source: libfreefare, `mifare_desfire_key_set_version`.
    pub(in crate::desfire) fn is_single(&self) -> bool {
        let (first, second) = self.reveal().split_at(8);
        first.ct_eq(second).into()
    }

    /// The lowest bits of the first half, the first byte's the highest.
    fn version(&self) -> KeyVersion {
        let bits = self.reveal().iter().take(8);
        KeyVersion(bits.fold(0, |version, byte| version << 1 | byte & 1))
    }
}

impl Reveal for DesKey {
    type Secret = [u8; 16];

    fn reveal(&self) -> &[u8; 16] {
        self.0.reveal()
    }
}

impl PiccKey {
    /// Its version.
    pub fn version(&self) -> KeyVersion {
        match self {
            Self::Des(key) => key.version(),
            Self::Aes(slot) => slot.version,
        }
    }
}

/// In the state file. The version of a DES key follows from its bits; what stands there is for people.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    cipher: Cipher,
    key: fields::Key,
    version: KeyVersion,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Cipher {
    Des,
    Aes,
}

impl Serialize for PiccKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (cipher, key) = match self {
            Self::Des(DesKey(key)) => (Cipher::Des, key),
            Self::Aes(slot) => (Cipher::Aes, &slot.key),
        };
        Stored { cipher, key: fields::Key(key.clone()), version: self.version() }.serialize(to)
    }
}

impl From<Stored> for PiccKey {
    fn from(Stored { cipher, key: fields::Key(key), version }: Stored) -> Self {
        match cipher {
            Cipher::Des => Self::Des(DesKey(key)),
            Cipher::Aes => Self::Aes(SlotKey { key, version }),
        }
    }
}
