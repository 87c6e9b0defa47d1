//! From inside: where a published dialogue begins in the middle of a session, or with a counter
//! that nobody wants to count up to.

mod published;
mod published_lrp;
mod published_taps;
mod session_end;

use super::channel::{Session, Transaction};
use super::*;
use crate::ev2::session_keys::SessionKeys;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::uid::Uid;

/// Randomness that was decided beforehand: each draw takes the next bytes.
struct Script(Vec<u8>);

impl Random for Script {
    type Error = &'static str;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        if self.0.len() < out.len() {
            return Err("the script is at its end");
        }
        let rest = self.0.split_off(out.len());
        out.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl Script {
    fn none() -> Self {
        Self(Vec::new())
    }
}

const SELECT_APPLICATION: [u8; 13] =
    [0x00, 0xA4, 0x04, 0x00, 0x07, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00];

/// A factory card with its application selected.
fn card(uid: [u8; 7]) -> Ntag424 {
    let mut card = Ntag424::new(Memory::factory(Uid(uid)));
    assert_eq!(card.exchange(&SELECT_APPLICATION, &mut Script::none()), Ok(vec![0x90, 0x00]));
    card
}

/// `SesAuthENCKey` and `SesAuthMACKey` of the session there is, in AES mode.
fn aes_keys(card: &Ntag424) -> (&AesKey, &AesKey) {
    match &card.volatile.session.as_ref().unwrap().keys {
        SessionKeys::Aes { enc, mac } => (enc, mac),
        SessionKeys::Lrp { .. } => panic!("the session is in LRP mode"),
    }
}

fn session(key: u8, enc: [u8; 16], mac: [u8; 16], identifier: [u8; 4], counter: u16) -> Session {
    let key_of = |bytes: [u8; 16]| AesKey::init_with(|key| *key = bytes);
    Session {
        key: KeyNumber::try_from(key).unwrap(),
        keys: SessionKeys::Aes { enc: key_of(enc), mac: key_of(mac) },
        transaction: Transaction { identifier, counter },
    }
}
