//! The authentication of the first MIFARE DESFire (D40), with the key that every card's own master key is at delivery:
//! a DES key of zeros. It serves to change that key, and nothing else.
//!
//! The card enciphers what it sends, and the reader deciphers what it sends: the card only ever enciphers.
//!
//! Source: seen on silicon and in libfreefare's port to Java (`tests/vectors/desfire.json`).

use std::fmt;

use crc::{CRC_16_ISO_IEC_14443_3_A, Crc};
use des::Des;
use des::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use subtle::ConstantTimeEq as _;
use tapsmith_core::key::SlotKey;
use tapsmith_core::secret::{REDACTED, Reveal};
use zeroize::Zeroizing;

use super::AuthenticationError;
use crate::apdu::CommandApdu;

/// What DES works on.
type Half = [u8; 8];

/// The first command, not yet answered. The card itself has to be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegacyOpening;

/// The second command, not yet answered.
pub struct LegacyChallenged {
    command: CommandApdu,
    expected: Half,
    session: Zeroizing<Half>,
}

/// What is left of a good authentication: the session's key.
pub struct LegacySession(Zeroizing<Half>);

impl LegacyOpening {
    /// Its name.
    pub const NAME: &'static str = "Authenticate";

    /// The first command.
    pub fn command(self) -> CommandApdu {
        CommandApdu::wrapped(0x0A, vec![0x00])
    }

    /// Takes the card's challenge and makes the second command.
    ///
    /// # Errors
    /// The challenge has the wrong length.
    pub fn challenge(
        self,
        answer: &[u8],
        rnd_a: Half,
    ) -> Result<LegacyChallenged, AuthenticationError> {
        let challenge: Half = answer.try_into().map_err(|_| AuthenticationError::Length)?;
        let cipher = Des::new(&Half::default().into());
        let mut rnd_b = Zeroizing::new(challenge);
        cipher.decrypt_block((&mut *rnd_b).into());
        let [a0, a1, a2, a3, ..] = rnd_a;
        let [b0, b1, b2, b3, ..] = *rnd_b;
        let session = Zeroizing::new([a0, a1, a2, a3, b0, b1, b2, b3]);
        rnd_b.rotate_left(1);
        let mut proof = [rnd_a, *rnd_b];
        decipher(&cipher, &mut proof);
        let mut expected = rnd_a;
        expected.rotate_left(1);
        cipher.encrypt_block((&mut expected).into());
        let command = CommandApdu::additional_frame(proof.concat());
        Ok(LegacyChallenged { command, expected, session })
    }
}

impl LegacyChallenged {
    /// The second command.
    pub fn command(&self) -> &CommandApdu {
        &self.command
    }

    /// Takes the card's proof.
    ///
    /// # Errors
    /// The proof has the wrong length, or was not made with the key.
    pub fn finish(self, answer: &[u8]) -> Result<LegacySession, AuthenticationError> {
        let proof: Half = answer.try_into().map_err(|_| AuthenticationError::Length)?;
        if bool::from(proof.ct_eq(&self.expected)) {
            Ok(LegacySession(self.session))
        } else {
            Err(AuthenticationError::Impostor)
        }
    }
}

impl LegacySession {
    /// `ChangeKey` of the card's own master key, which becomes the AES key `new`. The answer carries no MAC, and the
    /// session is over.
    pub fn change_key(self, new: &SlotKey) -> CommandApdu {
        let mut plain = Zeroizing::new([0; 24]);
        let [new_key @ .., _, _, _, _, _, _, _, _] = &mut *plain;
        let new_key: &mut [u8; 16] = new_key;
        new_key.copy_from_slice(new.key.reveal());
        let (keyed, _) = plain.split_at_mut(17);
        if let [.., version] = keyed {
            *version = new.version.0;
        }
        let checksum = CRC.checksum(keyed).to_le_bytes();
        if let Some(place) = plain.get_mut(17..19) {
            place.copy_from_slice(&checksum);
        }
        let cipher = Des::new((&*self.0).into());
        decipher(&cipher, plain.as_chunks_mut().0);
        CommandApdu::wrapped(0xC4, [&[AES | MASTER], plain.as_slice()].concat())
    }
}

/// The kind of the new key, in the two highest bits of its number: only the card's own master key has a kind of its
/// own.
const AES: u8 = 0x80;
const MASTER: u8 = 0x00;

const CRC: Crc<u16> = Crc::<u16>::new(&CRC_16_ISO_IEC_14443_3_A);

/// CBC the other way round: each block is chained to the one before as it is sent, and deciphered.
fn decipher(cipher: &Des, blocks: &mut [Half]) {
    let mut last = Half::default();
    for block in blocks {
        block.iter_mut().zip(last).for_each(|(byte, last)| *byte ^= last);
        cipher.decrypt_block(block.into());
        last = *block;
    }
}

impl fmt::Debug for LegacyChallenged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LegacyChallenged({REDACTED})")
    }
}

impl fmt::Debug for LegacySession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LegacySession({REDACTED})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apdu::ResponseApdu;
    use tapsmith_core::key::{AesKey, KeyVersion};
    use tapsmith_testkit::vectors::{Case, case};

    fn answer(case: &Case, field: &str) -> Vec<u8> {
        ResponseApdu::from_bytes(&case.hex(field)).unwrap().data
    }

    fn challenged(case: &Case) -> LegacyChallenged {
        assert_eq!(LegacyOpening.command().to_bytes().unwrap(), case.hex("command"));
        LegacyOpening.challenge(&answer(case, "answer"), case.array("rnd_a")).unwrap()
    }

    /// Two authentications with silicon, and one of another client's tests, which then changes the key.
    #[test]
    fn published_authentications() {
        for name in ["authenticate_d40", "authenticate_d40_again", "change_to_aes"] {
            let case = case("desfire", name);
            let challenged = challenged(&case);
            assert_eq!(challenged.command().to_bytes().unwrap(), case.hex("command_2"), "{name}");
            assert!(challenged.finish(&answer(&case, "answer_2")).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_published_change_to_an_aes_key() {
        let case = case("desfire", "change_to_aes");
        let session = challenged(&case).finish(&answer(&case, "answer_2")).unwrap();
        let bytes: [u8; 16] = case.array("new_key");
        let [version] = case.array("new_version");
        let new =
            SlotKey { key: AesKey::init_with(|key| *key = bytes), version: KeyVersion(version) };
        assert_eq!(session.change_key(&new).to_bytes().unwrap(), case.hex("command_3"));
    }

    #[test]
    fn a_card_without_the_key_is_told() {
        let case = case("desfire", "authenticate_d40");
        let proof = answer(&case, "answer_2");
        for at in 0..8 {
            let mut other = proof.clone();
            other[at] ^= 1;
            let refused = challenged(&case).finish(&other).unwrap_err();
            assert_eq!(refused, AuthenticationError::Impostor);
        }
        let short = challenged(&case).finish(&proof[..7]).unwrap_err();
        assert_eq!(short, AuthenticationError::Length);
        assert!(LegacyOpening.challenge(&proof[..7], [0; 8]).is_err());
    }

    #[test]
    fn prints_no_key() {
        let case = case("desfire", "change_to_aes");
        let challenged = challenged(&case);
        assert_eq!(format!("{challenged:?}"), "LegacyChallenged([redacted])");
        let session = challenged.finish(&answer(&case, "answer_2")).unwrap();
        assert_eq!(format!("{session:?}"), "LegacySession([redacted])");
    }
}
