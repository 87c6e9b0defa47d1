//! Somebody else's client, the crate `ntag424`, drives the card, and its verifier judges the taps.
//!
//! Independent of everything of ours: its commands, its authentication, its secure messaging, its
//! NDEF, its SDM settings and the mathematics of its verifier.
//!
//! Whatever both modes can do, it does in both.
//!
//! Its high-level provisioning is not tried: it switches every card to LRP, and takes no signature
//! but NXP's.
//!
//! # Layout
//! - [`taps`]: personalized, tapped, and the tap verified.
//! - [`commands`]: what it does in a session. [`configuration`]: what it sets.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use ntag424::types::file_settings::CryptoMode;
use ntag424::{
    Access, AccessRights, EncryptedSession, KeyNumber, NonMasterKeyNumber, Response, Session,
    Transport,
};
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_picc::{Memory, Ntag424};

mod commands;
mod configuration;
mod taps;

const UID: Uid = Uid([0x04, 0x95, 0x8C, 0xAA, 0x5C, 0x5E, 0x80]);

/// Random to nobody: counts.
struct Running(u8);

impl Random for Running {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
        Ok(())
    }
}

/// The card as that client wants it.
struct Field {
    card: Ntag424,
    random: Running,
}

impl Field {
    fn of(memory: Memory) -> Self {
        Self { card: Ntag424::new(memory), random: Running(1) }
    }

    /// A card that this client itself has switched to `mode`.
    fn in_mode(memory: Memory, mode: CryptoMode) -> Self {
        let mut field = Self::of(memory);
        if mode == CryptoMode::Lrp {
            now(async {
                let session = Session::default();
                let key = KeyNumber::Key0;
                let session = session.authenticate_aes(&mut field, key, &FACTORY, [0x99; 16]);
                session.await.unwrap().enable_lrp(&mut field).await.unwrap();
            });
        }
        field
    }

    /// A session with this key, in the mode the card is in.
    async fn authenticated(
        &mut self,
        mode: CryptoMode,
        number: KeyNumber,
        key: &[u8; 16],
    ) -> EncryptedSession {
        let (session, rnd_a) = (Session::default(), [0x11; 16]);
        match mode {
            CryptoMode::Aes => {
                session.authenticate_aes(self, number, key, rnd_a).await.unwrap().into()
            }
            CryptoMode::Lrp => {
                session.authenticate_lrp(self, number, key, rnd_a).await.unwrap().into()
            }
        }
    }

    fn exchange(&mut self, apdu: &[u8]) -> Vec<u8> {
        let Ok(answer) = self.card.exchange(apdu, &mut self.random);
        answer
    }
}

impl Transport for Field {
    type Error = Infallible;
    type Data = Vec<u8>;

    async fn transmit(&mut self, apdu: &[u8]) -> Result<Response<Vec<u8>>, Infallible> {
        let mut data = self.exchange(apdu);
        let status = data.split_off(data.len() - 2);
        Ok(Response { data, sw1: status[0], sw2: status[1] })
    }

    async fn get_uid(&mut self) -> Result<Vec<u8>, Infallible> {
        let mut uid = self.exchange(&[0xFF, 0xCA, 0x00, 0x00, 0x00]);
        uid.truncate(uid.len() - 2);
        Ok(uid)
    }
}

/// Nothing here ever waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a card in process does not keep anyone waiting"),
    }
}

const MODES: [CryptoMode; 2] = [CryptoMode::Aes, CryptoMode::Lrp];
const FACTORY: [u8; 16] = [0; 16];
const KEYS: [[u8; 16]; 5] = [[0xA0; 16], [0xA1; 16], [0xA2; 16], [0xA3; 16], [0xA4; 16]];
const OTHERS: [NonMasterKeyNumber; 4] = [
    NonMasterKeyNumber::Key1,
    NonMasterKeyNumber::Key2,
    NonMasterKeyNumber::Key3,
    NonMasterKeyNumber::Key4,
];

fn locked() -> AccessRights {
    let master = Access::Key(KeyNumber::Key0);
    AccessRights { read: Access::Free, write: master, read_write: master, change: master }
}
