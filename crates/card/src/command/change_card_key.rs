//! `ChangeKey` of a MIFARE DESFire's own master key, in a session with it. It is the one key whose kind can change: the
//! two highest bits of its number say which it shall have.
//!
//! Source: libfreefare, `mifare_desfire_change_key`, and Proxmark3, `desfirecore.c`, for the number and the form of a DES
//! key; NT4H2421Gx Rev. 3.0, "`ChangeKey`", for the session's protection.

use tapsmith_core::access::CommMode;
use tapsmith_core::secret::Reveal;
use zeroize::Zeroizing;

use super::Command;
use crate::personalize::CardKey;

/// Puts `new` where the session's key is. The session ends, and the answer carries no MAC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCardKey {
    /// What the card's own master key shall be.
    pub new: CardKey,
}

impl Command for ChangeCardKey {
    const NAME: &'static str = "ChangeKey";
    const INSTRUCTION: u8 = 0xC4;
    const HEADER: usize = 1;
    type Reply = ();

    fn mode(&self) -> CommMode {
        CommMode::Full
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        match &self.new {
            // Twice the same half, and no version: that is in its parity bits.
            CardKey::Delivered => Zeroizing::new(vec![0; 17]),
            CardKey::Aes(new) => {
                let mut payload = Zeroizing::new(Vec::with_capacity(18));
                payload.push(AES);
                payload.extend(new.key.reveal());
                payload.push(new.version.0);
                payload
            }
        }
    }
}

const AES: u8 = 0x80;

#[cfg(test)]
mod tests {
    use super::*;
    use tapsmith_core::key::{AesKey, KeyVersion, SlotKey};

    #[test]
    fn kinds_on_the_wire() {
        let key = SlotKey { key: AesKey::init_with(|key| key.fill(0x5A)), version: KeyVersion(7) };
        let aes = ChangeCardKey { new: CardKey::Aes(key) };
        assert_eq!(aes.payload().as_slice(), [&[0x80][..], &[0x5A; 16], &[7]].concat());
        let des = ChangeCardKey { new: CardKey::Delivered };
        assert_eq!(des.payload().as_slice(), [0; 17]);
        assert!(!format!("{aes:?}").contains("5A"), "{aes:?}");
    }
}
