//! Somebody else's client, the crate `ntag424`, and this desk, in each mode of the chip and both ways:
//! it opens, reads and judges the cards that we encoded; we discover and judge the cards it personalized.
//! Of ours it uses nothing but the card, which both stand on.
//!
//! # Layout
//! - [`ours`]: our cards, its eyes. [`theirs`]: its cards, our eyes. [`desfire`]: a DESFire that we made one it knows.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod common;
#[path = "foreign/desfire.rs"]
mod desfire;
#[path = "foreign/ours.rs"]
mod ours;
#[path = "foreign/theirs.rs"]
mod theirs;

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use common::{Counting, Desk, blank};
use ntag424::types::file_settings::CryptoMode;
use ntag424::{EncryptedSession, KeyNumber, Response, Session, Transport};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::profile::Chip;
use tapsmith_core::record::RecordId;
use tapsmith_core::secret::Reveal as _;
use tapsmith_core::uid::Uid;
use tapsmith_picc::Ntag424;

const UID: Uid = Uid([0x04, 1, 2, 3, 4, 5, 9]);

/// The card as that client wants it.
struct Field(Ntag424);

impl Field {
    fn blank(chip: Chip) -> Self {
        Self(blank(chip, 9))
    }

    /// A session with this key, after the card was put down anew.
    async fn open(&mut self, mode: CryptoMode, number: KeyNumber, key: &Key) -> EncryptedSession {
        self.0.power_off();
        let (session, rnd_a) = (Session::default(), [5; 16]);
        match mode {
            CryptoMode::Aes => {
                session.authenticate_aes(self, number, key, rnd_a).await.unwrap().into()
            }
            CryptoMode::Lrp => {
                session.authenticate_lrp(self, number, key, rnd_a).await.unwrap().into()
            }
        }
    }
}

impl Transport for Field {
    type Error = Infallible;
    type Data = Vec<u8>;

    async fn transmit(&mut self, apdu: &[u8]) -> Result<Response<Vec<u8>>, Infallible> {
        let mut data = self.0.exchange(apdu, &mut Counting(7))?;
        let status = data.split_off(data.len() - 2);
        Ok(Response { data, sw1: status[0], sw2: status[1] })
    }

    async fn get_uid(&mut self) -> Result<Vec<u8>, Infallible> {
        let shown = self.transmit(&[0xFF, 0xCA, 0x00, 0x00, 0x00]).await?;
        Ok(shown.data)
    }
}

/// Nothing here ever waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a card in process does not keep anyone waiting"),
    }
}

/// A key as that client wants it.
type Key = [u8; 16];

const NUMBERS: [KeyNumber; 5] =
    [KeyNumber::Key0, KeyNumber::Key1, KeyNumber::Key2, KeyNumber::Key3, KeyNumber::Key4];

/// A record's keys, by role.
fn keys_of(desk: &Desk, record: RecordId) -> [Key; 5] {
    let generation = desk.vault.generation(&desk.batch, record).unwrap();
    let keys = desk.vault.keys(&desk.batch).unwrap().record(record, generation).unwrap();
    Role::ALL.map(|role| *keys.get(role).unwrap().reveal())
}
