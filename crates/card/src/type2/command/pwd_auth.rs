//! `PWD_AUTH`: a password of four bytes for one of two. Both travel in plain: whoever listens has them.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`PWD_AUTH`", "Password verification protection".

use std::fmt;

use tapsmith_core::key::SlotKey;
use tapsmith_core::secret::Reveal;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Command, bytes};
use crate::field::Heard;

/// PWD: what lets somebody in.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Password(pub [u8; 4]);

/// PACK: what the chip answers to the right password.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Pack(pub [u8; 2]);

/// Shows the password. A wrong one counts, if the chip counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PwdAuth {
    /// The password.
    pub password: Password,
}

impl Password {
    /// As delivered.
    pub const fn factory() -> Self {
        Self([0xFF; 4])
    }

    /// What slot 0's key comes to on a chip that has a password: its first four bytes. The factory's
    /// key stands for the factory's password.
    pub fn of(key: &SlotKey) -> Self {
        if *key == SlotKey::factory() {
            return Self::factory();
        }
        let [a, b, c, d, ..] = *key.key.reveal();
        Self([a, b, c, d])
    }
}

impl Pack {
    /// As delivered.
    pub const fn factory() -> Self {
        Self([0; 2])
    }

    /// What slot 0's key comes to: the two bytes behind those of the password.
    pub fn of(key: &SlotKey) -> Self {
        if *key == SlotKey::factory() {
            return Self::factory();
        }
        let [_, _, _, _, e, f, ..] = *key.key.reveal();
        Self([e, f])
    }
}

impl Command for PwdAuth {
    const NAME: &'static str = "PWD_AUTH";
    type Reply = Pack;

    fn frame(&self) -> Zeroizing<Vec<u8>> {
        let Password([a, b, c, d]) = self.password;
        Zeroizing::new(vec![0x1B, a, b, c, d])
    }

    fn reply(&self, heard: &Heard) -> Option<Pack> {
        bytes(heard)?.try_into().ok().map(Pack)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
