//! The MACs of an Ultralight AES: on commands and answers, once its configuration asks for them.
//!
//! Source: as seen in production code that drives real cards; see `hardware-notes/ultralight.md`. A dialogue
//! of that code is among the tests.

use tapsmith_card::field::Heard;
use tapsmith_core::aes::{Block, TruncatedMac, cmac};
use tapsmith_core::key::AesKey;

use super::refusal::Refusal;

/// What the session key is made of begins with this.
const LABEL: [u8; 6] = [0x5A, 0xA5, 0x00, 0x01, 0x00, 0x80];

/// A session's key, and how many messages went either way.
#[derive(Debug)]
pub(super) struct Messaging {
    key: AesKey,
    counter: u16,
}

impl Messaging {
    /// From the key authenticated with, and both random numbers.
    pub(super) fn new(key: &AesKey, rnd_a: &Block, rnd_b: &Block) -> Self {
        let (a_first, a_rest) = rnd_a.split_at(2);
        let (a_mixed, a_second) = a_rest.split_at(6);
        let (b_mixed, b_rest) = rnd_b.split_at(6);
        let mut mixed = [0; 6];
        for ((byte, a), b) in mixed.iter_mut().zip(a_mixed).zip(b_mixed) {
            *byte = a ^ b;
        }
        let vector: [&[u8]; 5] = [&LABEL, a_first, &mixed, b_rest, a_second];
        Self { key: AesKey::init_with(|out| *out = cmac(key, &vector)), counter: 0 }
    }

    /// Takes the MAC off a command.
    pub(super) fn open<'f>(&mut self, frame: &'f [u8]) -> Result<&'f [u8], Refusal> {
        let (command, mac) = frame.split_last_chunk().ok_or(Refusal::ARGUMENT)?;
        let right = self.mac(command) == TruncatedMac(*mac);
        self.counter = self.counter.checked_add(1).ok_or(Refusal::ARGUMENT)?;
        if right { Ok(command) } else { Err(Refusal::ARGUMENT) }
    }

    /// Puts a MAC behind an answer; where four bits would come, it comes alone.
    pub(super) fn seal(&mut self, heard: Heard) -> Heard {
        let mut answer = match heard {
            Heard::Answer(bytes) => bytes,
            Heard::Ack => Vec::new(),
            other => return other,
        };
        let TruncatedMac(mac) = self.mac(&answer);
        self.counter = self.counter.saturating_add(1);
        answer.extend(mac);
        Heard::Answer(answer)
    }

    /// Over the counter, least significant byte first, and the bytes themselves.
    fn mac(&self, payload: &[u8]) -> TruncatedMac {
        TruncatedMac::of(&cmac(&self.key, &[&self.counter.to_le_bytes(), payload]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tapsmith_core::hex;

    /// A dialogue with a real card, from the tests of stustapay (key 0 of zeros): the session key made of
    /// both random numbers, and the MAC on the first command, `GET_VERSION`.
    #[test]
    fn a_session_key_and_a_mac_as_published() {
        let block = |text: &str| hex::decode::<16>(text).unwrap();
        let (a, b) = ("42BDF7E08E110F14B6D3323D14F1C2B9", "0D2BBA17011098E9864C8AA5192AF796");
        let mut messaging = Messaging::new(&AesKey::factory(), &block(a), &block(b));
        assert_eq!(&*messaging.key.reveal_hex(), "D6B4F8AC7A66CFA041DC179A154543BF");
        let frame = hex::decode::<9>("601D5DE802D6751670").unwrap();
        assert_eq!(messaging.open(&frame), Ok(&[0x60][..]));
        assert_eq!(messaging.open(&frame), Err(Refusal::ARGUMENT), "its MAC was for message 0");
    }
}
