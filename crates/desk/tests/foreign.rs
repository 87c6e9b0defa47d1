//! Somebody else's client, the crate `ntag424`, reads cards that we encoded: its authentication with
//! our keys, its view of our settings, its verifier on our taps. Of ours it uses nothing but the card,
//! which both stand on.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod common;

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use ntag424::sdm::Verifier;
use ntag424::types::file_settings::CryptoMode;
use ntag424::{AuthenticatedSession, File, KeyNumber, Response, Session, Transport};
use tapsmith_card::tag::Tag;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::secret::Reveal as _;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Effort, ForGood, Request, encode};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Ntag424;

/// The card as that client wants it.
struct Field(Ntag424);

impl Transport for Field {
    type Error = Infallible;
    type Data = Vec<u8>;

    async fn transmit(&mut self, apdu: &[u8]) -> Result<Response<Vec<u8>>, Infallible> {
        let mut data = self.0.exchange(apdu, &mut Counting(7))?;
        let status = data.split_off(data.len() - 2);
        Ok(Response { data, sw1: status[0], sw2: status[1] })
    }

    async fn get_uid(&mut self) -> Result<Vec<u8>, Infallible> {
        Ok(self.0.memory().uid().0.to_vec())
    }
}

/// Nothing here ever waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a card in process does not keep anyone waiting"),
    }
}

const NUMBERS: [KeyNumber; 5] =
    [KeyNumber::Key0, KeyNumber::Key1, KeyNumber::Key2, KeyNumber::Key3, KeyNumber::Key4];

fn encoded(profile: &str) -> (Field, [[u8; 16]; 5]) {
    let mut desk = Desk::new(profile, KeyScheme::Random);
    let mut card = blank(9);
    let request = Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        overwrite: false,
        for_good: ForGood::Ask,
        replace: false,
        effort: Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    };
    let mut tag = Tag::new(Wire(&mut card));
    let done = encode(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap();
    assert_eq!(done.verdict, Verdict::Pass);
    let generation = desk.vault.generation(&desk.batch, done.record_id).unwrap();
    let keys = desk.vault.keys(&desk.batch).unwrap().record(done.record_id, generation).unwrap();
    card.power_off();
    (Field(card), Role::ALL.map(|role| *keys.get(role).unwrap().reveal()))
}

#[test]
fn another_client_opens_and_reads_the_cards_we_encode() {
    for profile in ["sun-aes", "sun-plain", "sun-enc-file", "static-url"] {
        let (mut field, keys) = encoded(profile);
        let field = &mut field;
        let sdm = now(async {
            for (number, key) in NUMBERS.into_iter().zip(&keys) {
                field.0.power_off();
                let session = Session::default().authenticate_aes(field, number, key, [5; 16]);
                let (version, session) =
                    session.await.unwrap().get_key_version(field, number).await.unwrap();
                assert_eq!(version, 1, "{profile}");
                let (uid, _) = session.get_uid(field).await.unwrap();
                assert_eq!(uid, field.0.memory().uid().0);
            }
            field.0.power_off();
            let settings = Session::default().get_file_settings(field, File::Ndef).await.unwrap();
            settings.sdm
        });
        let Some(sdm) = sdm else {
            assert_eq!(profile, "static-url");
            continue;
        };
        let mut page = [0; 256];
        field.0.power_off();
        now(Session::default().read_file_unauthenticated(field, File::Ndef, 0, &mut page)).unwrap();
        let verifier = Verifier::try_new(&sdm, CryptoMode::Aes).unwrap();
        let verified = verifier.verify_with_meta_key(&page, &keys[2], &keys[1]).unwrap();
        assert_eq!(verified.uid, Some(field.0.memory().uid().0));
        assert_eq!(verified.read_ctr, Some(2), "the proof of the encode was the first tap");
    }
}
