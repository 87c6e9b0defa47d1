//! Keys of a sector: six bytes that print as `[redacted]`, compare in constant time and are wiped on drop.

use std::fmt;

use secrecy::{ExposeSecret, SecretBox};
use subtle::{Choice, ConstantTimeEq};
use tapsmith_core::hex::{self, HexError};
use tapsmith_core::key::SlotKey;
use tapsmith_core::secret::{REDACTED, Reveal};

/// A key of a sector.
///
/// Three of them are no secret, and stand here: they are printed in data sheets and application notes.
pub struct Key(SecretBox<[u8; 6]>);

/// Which of a sector's two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Key A. It can never be read.
    A,
    /// Key B. Where it can be read, it opens nothing.
    B,
}

/// A key, and which of the two it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opener {
    /// Which of the two.
    pub kind: KeyKind,
    /// The key.
    pub key: Key,
}

impl Key {
    /// Both keys of each sector when the chip leaves the factory.
    ///
    /// Source: `MF1S50yyX` Rev. 3.0, "Sector trailer".
    pub fn factory() -> Self {
        Self::new([0xFF; 6])
    }

    /// Key A of the directory's sectors, for everybody.
    ///
    /// Source: AN10787, "MAD sector access"; AN1304 Rev. 1.3, the same key.
    pub fn directory() -> Self {
        Self::new([0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5])
    }

    /// Key A of sectors that hold NDEF, for everybody.
    ///
    /// Source: AN1304 Rev. 1.3, "NFC sector".
    pub fn nfc() -> Self {
        Self::new([0xD3, 0xF7, 0xD3, 0xF7, 0xD3, 0xF7])
    }

    /// The key of these bytes.
    pub fn new(bytes: [u8; 6]) -> Self {
        Self(SecretBox::init_with_mut(|own: &mut [u8; 6]| *own = bytes))
    }

    /// A key from 12 hex digits, either case.
    ///
    /// # Errors
    /// Another length, or a character that is no hex digit.
    pub fn from_hex(text: &str) -> Result<Self, HexError> {
        let mut outcome = Ok(());
        let key =
            SecretBox::init_with_mut(|own: &mut [u8; 6]| outcome = hex::decode_into(text, own));
        outcome.map(|()| Self(key))
    }

    /// What slot 0's key comes to on a chip with keys of six bytes, as its key B: its first six. The
    /// factory's key stands for the factory's.
    pub fn of(key: &SlotKey) -> Self {
        if *key == SlotKey::factory() {
            return Self::factory();
        }
        let start = key.key.reveal();
        Self(SecretBox::init_with_mut(|own: &mut [u8; 6]| {
            own.iter_mut().zip(start).for_each(|(own, byte)| *own = *byte);
        }))
    }
}

impl KeyKind {
    /// The letter.
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
        }
    }
}

impl Opener {
    /// `key` as key A.
    pub const fn a(key: Key) -> Self {
        Self { kind: KeyKind::A, key }
    }

    /// `key` as key B.
    pub const fn b(key: Key) -> Self {
        Self { kind: KeyKind::B, key }
    }
}

impl Reveal for Key {
    type Secret = [u8; 6];

    fn reveal(&self) -> &[u8; 6] {
        self.0.expose_secret()
    }
}

impl Clone for Key {
    fn clone(&self) -> Self {
        Self(SecretBox::init_with_mut(|own: &mut [u8; 6]| own.copy_from_slice(self.reveal())))
    }
}

impl ConstantTimeEq for Key {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.reveal().ct_eq(other.reveal())
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.letter())
    }
}

#[cfg(test)]
mod tests;
